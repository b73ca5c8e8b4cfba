import { carrierKeywords } from './vocabulary/carrier-keywords.ts';

/**
 * What the carrier itself makes of a text before we see it. A text that is nothing but one of its words blocks the sender for
 * that phone, or opens it again; the carrier confirms it by itself, and refuses with 21610 what we send to who is blocked. YES
 * opens too. Where a Messaging Service has keywords of its own, the webhook's OptOutType says what they did.
 * @see https://help.twilio.com/articles/223134027
 * @see https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out
 */
export function carrierConsent(body: string, optOutType: string | null): 'opted_out' | 'opted_in' | null {
  if (optOutType === 'STOP') return 'opted_out';
  if (optOutType === 'START') return 'opted_in';
  const word = body.trim().toLowerCase();
  if (stops.includes(word)) return 'opted_out';
  return starts.includes(word) ? 'opted_in' : null;
}

const stops: readonly string[] = [...carrierKeywords.opt_out, ...carrierKeywords.opt_out_and_worklist];
const starts: readonly string[] = [...carrierKeywords.opt_in, 'yes'];
