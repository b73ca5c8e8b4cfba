/**
 * The single words that the carrier itself obeys before we see them, so they mean here what they mean there:
 * https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out (STOP, UNSUBSCRIBE, END, QUIT, STOPALL, REVOKE, OPTOUT,
 * CANCEL; START and UNSTOP; HELP and INFO). Its YES opts in as well, and is read as the answer that it is meant to be:
 * whoever records it lifts an opt-out first. CANCEL, END and QUIT may have meant the visit, so a person looks too.
 */
export const carrierKeywords = {
  opt_out: ['stop', 'stopall', 'unsubscribe', 'optout', 'revoke'],
  opt_out_and_worklist: ['cancel', 'end', 'quit'],
  opt_in: ['start', 'unstop'],
  help: ['help', 'info'],
} as const;
