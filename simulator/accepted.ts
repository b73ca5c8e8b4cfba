import type { CallRecord } from './calls/call-record.ts';
import { callerIdsOfCall, spokenIn, type PhoneCall } from './calls/phone-call.ts';
import type { MailRecord } from './mail/mail-record.ts';
import { callerIdsOfMail, mailStatus, type Mail } from './mail/mail.ts';
import type { CarrierRecord } from './record.ts';
import { callerIds, type TextMessage } from './text-message.ts';

/** A hand-over that was taken, with the ids that its sender gave along. */
export interface Accepted {
  readonly channel: 'text' | 'voice' | 'email';
  readonly messageId: string | null;
  readonly attemptId: string | null;
  readonly sid: string;
  readonly from: string;
  readonly to: string;
  /** Of a call: what was said so far; of a mail: its plain text. */
  readonly body: string;
  readonly status: string;
  /** Of a call: what machine detection said; null where it has not. */
  readonly answeredBy?: string | null;
  readonly createdAt: string;
  /** Orders everything that was ever taken. */
  readonly place: number;
}

/** Every hand-over, in the order in which they were taken. */
export function accepted(record: CarrierRecord, calls: CallRecord, mails: MailRecord): readonly Accepted[] {
  const texts = record.messages.filter(({ direction }) => direction === 'outbound-api').map(ofText);
  const spoken = calls.calls.filter(({ direction }) => direction === 'outbound-api').map(ofCall);
  return [...texts, ...spoken, ...mails.mails.map(ofMail)].sort((a, b) => a.place - b.place);
}

function ofText(message: TextMessage): Accepted {
  const { sid, from, to, body, status, place } = message;
  const createdAt = new Date(message.createdAt).toISOString();
  return { channel: 'text', ...callerIds(message), sid, from, to, body, status, createdAt, place };
}

function ofCall(call: PhoneCall): Accepted {
  const { sid, from, to, status, answeredBy, place } = call;
  const createdAt = new Date(call.createdAt).toISOString();
  const body = spokenIn(call);
  return { channel: 'voice', ...callerIdsOfCall(call), sid, from, to, body, status, answeredBy, createdAt, place };
}

function ofMail(mail: Mail): Accepted {
  const { id: sid, from, to, text: body, place } = mail;
  const createdAt = new Date(mail.createdAt).toISOString();
  const status = mailStatus(mail);
  return { channel: 'email', ...callerIdsOfMail(mail), sid, from: from.email, to, body, status, createdAt, place };
}
