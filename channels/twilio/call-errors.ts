import type { TextError } from './text-errors.ts';

/**
 * What the carrier's error codes say of a call that are not met with texts, whether a request was refused with one or a status
 * reported it later. Each code has its page: https://www.twilio.com/docs/api/errors/CODE
 */
export const callErrors: readonly TextError[] = [
  { code: 10004, verdict: 'come_back', means: 'more calls at once than the account may make' },

  { code: 21214, verdict: 'unreachable', means: 'the number cannot be reached by phone' },
  { code: 13224, verdict: 'invalid_contact', means: 'a call to it was tried, and it is no number' },

  { code: 10001, verdict: 'sender_at_fault', means: 'the account is not active' },
  { code: 10002, verdict: 'sender_at_fault', means: 'a trial account may not do this' },
  { code: 11200, verdict: 'sender_at_fault', means: 'our public address did not answer the carrier' },
  { code: 12100, verdict: 'sender_at_fault', means: 'what our public address answered is no TwiML' },
  { code: 12200, verdict: 'sender_at_fault', means: 'what our public address answered is no valid TwiML' },
  { code: 21205, verdict: 'sender_at_fault', means: 'our public address is not one that the carrier can call' },
  { code: 21210, verdict: 'sender_at_fault', means: 'the sender is not a number of the account that may call' },
  { code: 21213, verdict: 'sender_at_fault', means: 'no sender was named' },
  { code: 21215, verdict: 'sender_at_fault', means: 'the account may not call this region' },
  { code: 21216, verdict: 'sender_at_fault', means: 'the account may not call this number' },
  { code: 21219, verdict: 'sender_at_fault', means: 'a trial account calls verified numbers only' },

  { code: 21201, verdict: 'rejected', means: 'no number to call' },
];
