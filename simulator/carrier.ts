import { randomBytes } from 'node:crypto';
import type { Faults } from './faults.ts';
import { keywordAnswers, keywordOf } from './keywords.ts';
import { answerOf } from './patients.ts';
import type { CarrierRecord } from './record.ts';
import { isSettled, nextStatuses, senderOf, type TextMessage, type TextStatus } from './text-message.ts';
import type { Timers } from './timers.ts';
import type { Webhooks } from './webhooks.ts';

/** How long things take, in milliseconds. */
export interface Pace {
  /** Between one status of a message and the next. */
  readonly stepMs: number;
  /** Simulated patients answer after one to two times this. */
  readonly thinkMs: number;
}

/** A text that a sender asks to be sent. */
export type TextRequest = Pick<
  TextMessage,
  'from' | 'to' | 'body' | 'messagingServiceSid' | 'statusCallback' | 'validitySeconds'
>;

/** The carrier at work: it takes messages, moves them on, reports, and passes on what phones write back. */
export interface Carrier {
  /** Takes a message: it is in the record when this returns. */
  take(request: TextRequest): TextMessage;
  /** A phone writes to whoever texted it last; null where nobody has. */
  reply(phone: string, text: string): TextMessage | null;
  /** Goes on with everything that was under way when the record was last closed. */
  resume(): void;
}

export interface CarrierOptions {
  readonly record: CarrierRecord;
  readonly faults: Faults;
  readonly timers: Timers;
  readonly webhooks: Webhooks;
  readonly clock: () => number;
  readonly pace: Pace;
}

/** Landline or unreachable carrier. @see https://www.twilio.com/docs/api/errors/30006 */
const landlineCode = 30006;

export function createCarrier(options: CarrierOptions): Carrier {
  const { record, faults, timers, webhooks, clock, pace } = options;

  function create(message: Omit<TextRequest, 'validitySeconds'> & Partial<TextMessage>): TextMessage {
    const { from, to, body, messagingServiceSid, statusCallback, validitySeconds = 36_000 } = message;
    const first = messagingServiceSid === null ? 'queued' : 'accepted';
    const { direction = 'outbound-api', status = first, answers = null } = message;
    const sid = `SM${randomBytes(16).toString('hex')}`;
    const at = clock();
    record.add({
      entry: 'created',
      at,
      message: {
        sid,
        direction,
        from,
        to,
        body,
        messagingServiceSid,
        statusCallback,
        validitySeconds,
        createdAt: at,
        status,
        answers,
      },
    });
    const created = record.message(sid);
    if (created === null) throw new Error('The record lost a message that was just written to it.');
    return created;
  }

  function moveOn(message: TextMessage, shuffled: boolean): void {
    timers.later(pace.stepMs, () => {
      const { status, errorCode } = nextStatus(message, record.phones.get(message.to)?.landline ?? false);
      record.add({ entry: 'moved', at: clock(), sid: message.sid, status, errorCode });
      if (!shuffled) void webhooks.reportStatus(message, status);
      if (!isSettled(message)) {
        moveOn(message, shuffled);
        return;
      }
      if (shuffled) void reportBackwards(message);
      think(message);
    });
  }

  async function reportBackwards(message: TextMessage): Promise<void> {
    for (const status of [...message.unreported].reverse()) await webhooks.reportStatus(message, status);
  }

  /** Lets the phone's simulated patient answer, where it has one and the message asks for it. */
  function think(message: TextMessage): void {
    const phone = record.phones.get(message.to);
    if (phone === undefined || message.status !== 'delivered' || message.direction !== 'outbound-api') return;
    const answer = answerOf(phone, message);
    if (answer === null || record.answered(message.sid)) return;
    const due = message.updatedAt + answer.patience * pace.thinkMs;
    timers.later(Math.max(due - clock(), 0), () => void write(message.to, message, answer.text, message.sid));
  }

  /** A phone writes back to whoever sent it `to`. */
  function write(phone: string, to: TextMessage, body: string, answers: string | null): TextMessage {
    const direction = 'inbound' as const;
    const sender = senderOf(to);
    const { messagingServiceSid } = to;
    const incoming = create({
      from: phone,
      to: sender,
      body,
      messagingServiceSid,
      statusCallback: null,
      direction,
      status: 'received',
      answers,
    });
    void webhooks.passOn(incoming);
    const keyword = keywordOf(body);
    if (keyword !== null) {
      const answer = {
        from: sender,
        to: phone,
        body: keywordAnswers[keyword],
        messagingServiceSid,
        statusCallback: null,
      };
      moveOn(create({ ...answer, direction: 'outbound-reply' }), false);
    }
    return incoming;
  }

  return {
    take(request) {
      const message = create(request);
      moveOn(message, faults.happens('callback_shuffled'));
      return message;
    },
    reply(phone, text) {
      const last = record.ofPhone(phone).at(-1);
      return last === undefined ? null : write(phone, last, text, null);
    },
    resume() {
      for (const message of record.messages) {
        if (message.direction === 'inbound') {
          if (message.webhook === 'waiting') void webhooks.passOn(message);
          continue;
        }
        for (const status of message.unreported) void webhooks.reportStatus(message, status);
        if (isSettled(message)) think(message);
        else moveOn(message, false);
      }
    },
  };
}

function nextStatus(message: TextMessage, landline: boolean): { status: TextStatus; errorCode: number | null } {
  const next = nextStatuses[message.status];
  if (next === null) throw new Error('A message that is settled was to move on.');
  return next === 'delivered' && landline
    ? { status: 'undelivered', errorCode: landlineCode }
    : { status: next, errorCode: null };
}
