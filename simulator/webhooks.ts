import type { Faults } from './faults.ts';
import type { CarrierRecord } from './record.ts';
import { signedPost } from './signed-post.ts';
import type { TextMessage, TextStatus } from './text-message.ts';
import type { Timers } from './timers.ts';
import type { Turns } from './turns.ts';

export interface Account {
  readonly accountSid: string;
  readonly authToken: string;
}

/** What the carrier tells the sender by itself. Both return once the sender was told or the carrier gave up. */
export interface Webhooks {
  /** What is told of one message is told one after the other. */
  reportStatus(message: TextMessage, status: TextStatus): Promise<void>;
  passOn(incoming: TextMessage): Promise<void>;
}

export interface WebhooksOptions {
  readonly record: CarrierRecord;
  readonly faults: Faults;
  readonly timers: Timers;
  readonly turns: Turns;
  readonly account: Account;
  /** Where incoming texts go. */
  readonly incomingAddress: string;
  readonly clock: () => number;
  /** The carrier tries once more, within 15 s, and only when it could not connect. */
  readonly retryAfterMs: number;
}

export function createWebhooks(options: WebhooksOptions): Webhooks {
  const { record, faults, timers, turns, account, clock } = options;

  async function post(address: string, form: URLSearchParams): Promise<boolean> {
    let end = await signedPost(address, form, account.authToken);
    if ('failed' in end && end.failed === 'not_connected') {
      await timers.wait(options.retryAfterMs);
      end = await signedPost(address, form, account.authToken);
    }
    return 'status' in end && end.status >= 200 && end.status < 300;
  }

  return {
    reportStatus(message, status) {
      const { statusCallback } = message;
      const lost = faults.happens('callback_lost');
      const twice = faults.happens('callback_twice');
      const form = statusForm(message, status, account.accountSid);
      return turns.take(message.sid, async () => {
        if (statusCallback !== null && !lost) {
          await post(statusCallback, form);
          if (twice) await post(statusCallback, form);
        }
        record.add({ entry: 'reported', at: clock(), sid: message.sid, status });
      });
    },
    async passOn(incoming) {
      const answered = await post(options.incomingAddress, incomingForm(incoming, account.accountSid));
      record.add({ entry: 'webhook', at: clock(), sid: incoming.sid, outcome: answered ? 'answered' : 'failed' });
    },
  };
}

/** @see https://www.twilio.com/docs/messaging/guides/track-outbound-message-status */
function statusForm(message: TextMessage, status: TextStatus, accountSid: string): URLSearchParams {
  const form = new URLSearchParams({
    SmsSid: message.sid,
    SmsStatus: status,
    MessageStatus: status,
    To: message.to,
    MessageSid: message.sid,
    AccountSid: accountSid,
    From: message.from,
    ApiVersion: '2010-04-01',
  });
  if (message.messagingServiceSid !== null) form.set('MessagingServiceSid', message.messagingServiceSid);
  if (message.errorCode !== null && message.status === status) form.set('ErrorCode', String(message.errorCode));
  if (status === 'delivered' || status === 'undelivered') form.set('RawDlrDoneDate', doneDate(message.updatedAt));
  return form;
}

/** @see https://www.twilio.com/docs/messaging/guides/webhook-request */
function incomingForm(message: TextMessage, accountSid: string): URLSearchParams {
  const form = new URLSearchParams({
    ToCountry: 'US',
    SmsMessageSid: message.sid,
    NumMedia: '0',
    SmsSid: message.sid,
    SmsStatus: 'received',
    Body: message.body,
    FromCountry: 'US',
    To: message.to,
    NumSegments: '1',
    MessageSid: message.sid,
    AccountSid: accountSid,
    From: message.from,
    ApiVersion: '2010-04-01',
  });
  if (message.messagingServiceSid !== null) form.set('MessagingServiceSid', message.messagingServiceSid);
  return form;
}

/** `YYMMDDhhmm`, as the recipient's carrier wrote it. */
function doneDate(at: number): string {
  return new Date(at).toISOString().replace(/\D/g, '').slice(2, 12);
}
