import type { Verdict } from '../channel.ts';

/** One of the carrier's codes for texts. */
export interface TextError {
  readonly code: number;
  /** Whose affair it is; `come_back`: nothing was taken, and it is to be asked again. */
  readonly verdict: Verdict | 'come_back';
  /** What the carrier means by it, in a few words. */
  readonly means: string;
}

/**
 * What the carrier's error codes say of a text, whether a request was refused with one or a status reported it later. Each code has
 * its page: https://www.twilio.com/docs/api/errors/CODE. Codes between 63000 and 63999 are of other channels (WhatsApp, Messenger,
 * RCS), but for those that stand here, which bind every message of an account.
 */
export const textErrors: readonly TextError[] = [
  { code: 20429, verdict: 'come_back', means: 'too many requests at once' },
  { code: 21611, verdict: 'come_back', means: 'the sender’s queue is full' },
  { code: 63017, verdict: 'come_back', means: 'more messages a second than the account may send' },

  { code: 21610, verdict: 'opted_out', means: 'the recipient sent STOP to this sender' },

  { code: 21211, verdict: 'invalid_contact', means: 'not a phone number' },
  { code: 21217, verdict: 'invalid_contact', means: 'not a phone number that can exist' },
  { code: 21265, verdict: 'invalid_contact', means: 'a short code' },

  { code: 21614, verdict: 'landline', means: 'not a mobile number' },
  { code: 21635, verdict: 'landline', means: 'a landline' },
  { code: 30006, verdict: 'landline', means: 'a landline, or a carrier that takes no texts' },

  { code: 21612, verdict: 'unreachable', means: 'no route from this sender to this number' },
  { code: 30003, verdict: 'unreachable', means: 'the phone is off or out of coverage' },
  { code: 30004, verdict: 'unreachable', means: 'the message was blocked for this number' },
  { code: 30005, verdict: 'unreachable', means: 'the number is unknown, or no longer in service' },

  { code: 20003, verdict: 'sender_at_fault', means: 'the account’s token is wrong, or the account is closed' },
  { code: 20005, verdict: 'sender_at_fault', means: 'the account is not active' },
  { code: 20403, verdict: 'sender_at_fault', means: 'the account may not do this' },
  { code: 20404, verdict: 'sender_at_fault', means: 'no such account, or not at this address' },
  { code: 21212, verdict: 'sender_at_fault', means: 'the sender is not a number' },
  { code: 21408, verdict: 'sender_at_fault', means: 'the account may not send to this region' },
  { code: 21601, verdict: 'sender_at_fault', means: 'the sender cannot send texts' },
  { code: 21603, verdict: 'sender_at_fault', means: 'no sender was named' },
  { code: 21606, verdict: 'sender_at_fault', means: 'the sender is not the account’s, or cannot send texts' },
  { code: 21608, verdict: 'sender_at_fault', means: 'a trial account writes to verified numbers only' },
  { code: 21609, verdict: 'sender_at_fault', means: 'our public address is not one that the carrier can call' },
  { code: 21659, verdict: 'sender_at_fault', means: 'the sender is not the carrier’s number' },
  { code: 21660, verdict: 'sender_at_fault', means: 'the sender is another account’s' },
  { code: 21661, verdict: 'sender_at_fault', means: 'the sender cannot send texts' },
  { code: 21701, verdict: 'sender_at_fault', means: 'no such messaging service' },
  { code: 21703, verdict: 'sender_at_fault', means: 'the messaging service has no number that may send' },
  { code: 21704, verdict: 'sender_at_fault', means: 'the messaging service has no number' },
  { code: 21705, verdict: 'sender_at_fault', means: 'the messaging service is not usable' },
  { code: 30001, verdict: 'sender_at_fault', means: 'the sender’s queue overflowed' },
  { code: 30002, verdict: 'sender_at_fault', means: 'the account was suspended' },
  { code: 30007, verdict: 'sender_at_fault', means: 'filtered as unwanted: the sender’s registration or the words' },
  { code: 30022, verdict: 'sender_at_fault', means: 'the campaign’s rate (10DLC) is exceeded' },
  { code: 30023, verdict: 'sender_at_fault', means: 'the brand’s daily limit (10DLC) is reached' },
  { code: 30024, verdict: 'sender_at_fault', means: 'the sender is not provisioned at the recipient’s carrier' },
  { code: 30027, verdict: 'sender_at_fault', means: 'the brand’s daily limit at T-Mobile is reached' },
  { code: 30032, verdict: 'sender_at_fault', means: 'the toll-free sender is not verified' },
  { code: 30033, verdict: 'sender_at_fault', means: 'the campaign (10DLC) is suspended' },
  { code: 30034, verdict: 'sender_at_fault', means: 'the sender is not registered (10DLC)' },
  { code: 30035, verdict: 'sender_at_fault', means: 'the sender’s registration is being changed' },
  { code: 63038, verdict: 'sender_at_fault', means: 'the account’s daily allowance is used up' },

  { code: 21602, verdict: 'rejected', means: 'no words' },
  { code: 21617, verdict: 'rejected', means: 'more than 1,600 characters' },
  { code: 30008, verdict: 'rejected', means: 'the carrier behind gave no reason' },
  { code: 30036, verdict: 'rejected', means: 'its validity ran out in the carrier’s queue' },
];
