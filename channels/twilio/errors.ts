import type { Verdict } from '../channel.ts';

/**
 * What the carrier's error codes say, whether a request was refused with one or a status reported it later. What is not listed
 * is `rejected`: this message failed, and nothing follows for the contact point or the sender.
 * @see https://www.twilio.com/docs/api/errors, each code under /docs/api/errors/CODE
 */
const verdicts: ReadonlyMap<string, Verdict> = new Map(
  Object.entries({
    // The recipient replied with one of the carrier's STOP words to this sender.
    21610: 'opted_out',

    // 'To' is no phone number that can exist.
    21211: 'invalid_contact',

    // 'To' is not a mobile number; a landline or a carrier that takes no texts.
    21614: 'landline',
    21635: 'landline',
    30006: 'landline',

    // The handset is off or out of coverage; the number is blocked for this message, or out of service; no route to it.
    30003: 'unreachable',
    30004: 'unreachable',
    30005: 'unreachable',
    21612: 'unreachable',

    // The account: credentials, suspended, closed, trial limits, no permission for this region, out of its daily allowance.
    20003: 'sender_at_fault',
    20005: 'sender_at_fault',
    20403: 'sender_at_fault',
    20404: 'sender_at_fault',
    21408: 'sender_at_fault',
    21608: 'sender_at_fault',
    30002: 'sender_at_fault',
    63038: 'sender_at_fault',
    // 'From' is missing, not ours, not able to send texts, or not a number.
    21212: 'sender_at_fault',
    21601: 'sender_at_fault',
    21603: 'sender_at_fault',
    21606: 'sender_at_fault',
    21659: 'sender_at_fault',
    21660: 'sender_at_fault',
    // The callback's address is not one that the carrier can reach: our public address is wrong.
    21609: 'sender_at_fault',
    // The sender's queue overflowed; its campaign's daily limit or rate; its registration (10DLC, toll-free) is missing.
    30001: 'sender_at_fault',
    30022: 'sender_at_fault',
    30023: 'sender_at_fault',
    30024: 'sender_at_fault',
    30032: 'sender_at_fault',
    30034: 'sender_at_fault',
    30035: 'sender_at_fault',
    // Filtered as unwanted, by the carrier or by Twilio: a matter of the sender's registration and words.
    30007: 'sender_at_fault',

    // No further word from the carrier behind; the validity ran out in the queue.
    30008: 'rejected',
    30036: 'rejected',
  } satisfies Record<number, Verdict>),
);

/** Codes that say "nothing was taken, come back", whatever their HTTP status. */
const comeBackCodes: ReadonlySet<string> = new Set([
  // Too many requests at once.
  '20429',
  // The sender's queue holds all that it can: the message was not created.
  '21611',
]);

/** Whose fault a code is. */
export function verdictOf(code: string): Verdict {
  return verdicts.get(code) ?? 'rejected';
}

/** Whether a code proves that the carrier took nothing and would take it later. */
export function asksToComeBack(code: string): boolean {
  return comeBackCodes.has(code);
}
