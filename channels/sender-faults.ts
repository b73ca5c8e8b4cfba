import type { Channel } from '../domain/planning/plan.ts';
import { meaningOf, verdictOf, asksToComeBack } from './twilio/errors.ts';

/** What a carrier means by a code, where it is the sender's or the account's affair to mend; null where it is not. */
export function readSenderFault(channel: Channel, code: string): string | null {
  if (channel === 'email') return mailFaults[code] ?? null;
  // To be asked to come back later is part of a busy day.
  if (asksToComeBack(code) || verdictOf(code) !== 'sender_at_fault') return null;
  return meaningOf(code);
}

/** Codes of ours: the mail carrier's sentences are for people. @see ./sendgrid/errors.ts */
const mailFaults: Readonly<Record<string, string>> = {
  invalid_sender: 'the address that mails go out from is not accepted',
  http_401: 'the key is wrong or was withdrawn',
  http_403: 'the key may not send mails, or the address that they go out from is not verified',
  http_404: 'no such address at the carrier',
};
