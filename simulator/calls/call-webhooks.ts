import type { Faults } from '../faults.ts';
import { signedPost, type PostEnd } from '../signed-post.ts';
import type { Timers } from '../timers.ts';
import type { Turns } from '../turns.ts';
import type { Account } from '../webhooks.ts';
import type { CallRecord } from './call-record.ts';
import type { Instruction } from './conversation.ts';
import { isOver, type CallReport, type PhoneCall } from './phone-call.ts';
import { readTwiml, type Verb } from './twiml.ts';

export interface CallWebhooksOptions {
  readonly record: CallRecord;
  readonly faults: Faults;
  readonly timers: Timers;
  readonly turns: Turns;
  readonly account: Account;
  readonly clock: () => number;
  /** The carrier tries once more, and only when it could not connect. */
  readonly retryAfterMs: number;
}

/** What the carrier asks and tells whoever the number belongs to while a call goes on. */
export interface CallWebhooks {
  /** The TwiML at an address; null where there is none that can be run. */
  fetchTwiml(call: PhoneCall, instruction: Instruction): Promise<readonly Verb[] | null>;
  /** Returns once the callback was told or the carrier gave up. What is told of one call is told one after the other. */
  report(call: PhoneCall, report: CallReport): Promise<void>;
}

export function createCallWebhooks(options: CallWebhooksOptions): CallWebhooks {
  const { record, faults, timers, turns, account, clock } = options;

  async function post(address: string, form: URLSearchParams): Promise<PostEnd> {
    const end = await signedPost(address, form, account.authToken);
    if (!('failed' in end) || end.failed !== 'not_connected') return end;
    await timers.wait(options.retryAfterMs);
    return signedPost(address, form, account.authToken);
  }

  return {
    async fetchTwiml(call, { address, fields }) {
      const form = new URLSearchParams({ ...callFields(call, account), ...fields });
      if (call.answeredBy !== null) form.set('AnsweredBy', call.answeredBy);
      const end = await post(address, form);
      return 'status' in end && end.status >= 200 && end.status < 300 ? readTwiml(end.body) : null;
    },
    report(call, report) {
      const { statusCallback } = call;
      const lost = faults.happens('callback_lost');
      const twice = faults.happens('callback_twice');
      const form = reportForm(call, report, account);
      return turns.take(call.sid, async () => {
        if (statusCallback !== null && !lost) {
          await post(statusCallback, form);
          if (twice) await post(statusCallback, form);
        }
        record.add({ entry: 'call-reported', at: clock(), sid: call.sid, sequence: report.sequence });
      });
    },
  };
}

/** @see https://www.twilio.com/docs/voice/twiml#request-parameters */
function callFields(call: PhoneCall, account: Account): Record<string, string> {
  return {
    AccountSid: account.accountSid,
    ApiVersion: '2010-04-01',
    CallSid: call.sid,
    CallStatus: call.status,
    Called: call.to,
    Caller: call.from,
    Direction: call.direction,
    From: call.from,
    To: call.to,
  };
}

/** @see https://www.twilio.com/docs/voice/api/call-resource#statuscallback */
function reportForm(call: PhoneCall, report: CallReport, account: Account): URLSearchParams {
  const form = new URLSearchParams({
    ...callFields(call, account),
    CallStatus: report.status,
    CallbackSource: 'call-progress-events',
    SequenceNumber: String(report.sequence),
    Timestamp: new Date(report.at).toUTCString().replace('GMT', '+0000'),
  });
  if (report.status === 'completed') {
    const seconds = callSeconds(call);
    form.set('CallDuration', String(seconds));
    form.set('Duration', String(Math.ceil(seconds / 60)));
  }
  const response = sipResponses[report.status];
  if (response !== undefined) form.set('SipResponseCode', response);
  return form;
}

/** What the network said at a call's end. @see https://www.twilio.com/docs/voice/api/call-resource#statuscallback */
const sipResponses: Readonly<Partial<Record<CallReport['status'], string>>> = {
  completed: '200',
  busy: '486',
  'no-answer': '487',
  failed: '404',
};

/** How long a call that is over was, in whole seconds. */
export function callSeconds(call: PhoneCall): number {
  if (!isOver(call) || call.startedAt === null || call.endedAt === null) return 0;
  return Math.round((call.endedAt - call.startedAt) / 1000);
}
