import { createPrivateKey, sign } from 'node:crypto';
import type { Faults } from '../faults.ts';
import type { Timers } from '../timers.ts';
import { eventJson } from './mail-events.ts';
import type { MailRecord } from './mail-record.ts';
import type { Mail, MailEvent } from './mail.ts';

/** What the carrier tells the sender by itself. */
export interface EventPosts {
  /** Posts everything that is untold, soon, in one batch with what happens until then. */
  soon(): void;
}

export interface EventPostsOptions {
  readonly record: MailRecord;
  readonly faults: Faults;
  readonly timers: Timers;
  /** Where the sender's event webhook is. */
  readonly address: string;
  /** PKCS #8, base64: the sender has the public half. */
  readonly signingKey: string;
  readonly clock: () => number;
  /** How long events are gathered for one batch. */
  readonly gatherMs: number;
  /** The carrier tries again at growing intervals, for a day. */
  readonly retryAfterMs: number;
}

const largestBatch = 200;
const answerTimeoutMs = 10_000;
const longestRetryMs = 60_000;

export function createEventPosts(options: EventPostsOptions): EventPosts {
  const { record, faults, timers } = options;
  const key = createPrivateKey({ key: Buffer.from(options.signingKey, 'base64'), format: 'der', type: 'pkcs8' });
  let waiting = false;
  let failures = 0;

  function soon(ms = options.gatherMs): void {
    if (waiting) return;
    waiting = true;
    timers.later(ms, () => void post());
  }

  /** One batch at a time: what is not taken is part of the next one, which comes later the more often it failed. */
  async function post(): Promise<void> {
    const batch = record.untold().slice(0, largestBatch);
    const taken = batch.length === 0 || (await postBatch(bodyOf(batch)));
    waiting = false;
    failures = taken ? 0 : failures + 1;
    if (taken) record.add({ entry: 'mail-told', eventIds: batch.map(({ event }) => event.eventId) });
    if (record.untold().length > 0) {
      soon(taken ? options.gatherMs : Math.min(options.retryAfterMs * 2 ** (failures - 1), longestRetryMs));
    }
  }

  function bodyOf(batch: readonly { mail: Mail; event: MailEvent }[]): string {
    const told = batch.flatMap((one) => (faults.happens('callback_twice') ? [one, one] : [one]));
    return JSON.stringify(told.map(({ mail, event }) => eventJson(mail, event)));
  }

  async function postBatch(body: string): Promise<boolean> {
    const timestamp = String(Math.floor(options.clock() / 1000));
    try {
      const response = await fetch(options.address, {
        method: 'POST',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'user-agent': 'SendGrid Event API',
          'x-twilio-email-event-webhook-timestamp': timestamp,
          'x-twilio-email-event-webhook-signature': sign('sha256', Buffer.from(timestamp + body), key).toString(
            'base64',
          ),
        },
        body,
        signal: AbortSignal.timeout(answerTimeoutMs),
      });
      await response.arrayBuffer();
      return response.ok;
    } catch {
      return false;
    }
  }

  return { soon: () => soon() };
}
