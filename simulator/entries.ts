import type { AnsweredBy, CallRequest, CallStatus, Heard, PhoneCall } from './calls/phone-call.ts';
import type { FaultRates } from './faults.ts';
import type { Mail, MailEvent } from './mail/mail.ts';
import type { Mailbox } from './mail/mailbox.ts';
import type { Phone } from './phones.ts';
import type { TextMessage, TextStatus } from './text-message.ts';

/** What happened, as the journal keeps it. */
export type Entry = TextEntry | CallEntry | MailEntry;

/** What happened to texts, phones, faults and limits. */
export type TextEntry =
  | {
      entry: 'created';
      at: number;
      message: Omit<
        TextMessage,
        'unreported' | 'webhook' | 'errorCode' | 'sentAt' | 'updatedAt' | 'messagingServiceSid' | 'place'
      > & {
        /** Left out by those that were written before there were services. */
        readonly messagingServiceSid?: string | null;
      };
    }
  | { entry: 'moved'; at: number; sid: string; status: TextStatus; errorCode: number | null }
  | { entry: 'reported'; at: number; sid: string; status: TextStatus }
  | { entry: 'webhook'; at: number; sid: string; outcome: 'answered' | 'failed' }
  // A phone that was described before there were calls answers them.
  | { entry: 'phones'; at: number; phones: readonly (Omit<Phone, 'calls'> & Partial<Phone>)[] }
  | { entry: 'faults'; at: number; seed: number; rates: FaultRates }
  | { entry: 'limit'; at: number; textsPerSecond: number | null };

/** What happened to a call. */
export type CallEntry =
  | {
      entry: 'call';
      at: number;
      call: CallRequest & { readonly sid: string; readonly direction: PhoneCall['direction'] };
    }
  | { entry: 'call-moved'; at: number; sid: string; status: CallStatus }
  | { entry: 'call-detected'; at: number; sid: string; answeredBy: AnsweredBy }
  | { entry: 'call-reported'; at: number; sid: string; sequence: number }
  | { entry: 'call-heard'; at: number; sid: string; by: Heard['by']; text: string };

/** What happened to a mail, or to the mailboxes. */
export type MailEntry =
  | { entry: 'mail'; mail: Omit<Mail, 'events' | 'place'> }
  /** `tell`: the events of this mail that the sender is to hear of from now on, in this order. */
  | { entry: 'mail-event'; mailId: string; event: MailEvent; tell: readonly string[] }
  | { entry: 'mail-told'; eventIds: readonly string[] }
  | { entry: 'mailboxes'; mailboxes: readonly Mailbox[] };
