import type { Verdict } from '../channel.ts';
import { verdictOf } from './errors.ts';

/** What a carrier's status says in our words. */
export interface StatusMeaning {
  /** How far the message is, or null where the status says nothing of a message that we sent. */
  readonly moves: 'sent' | 'received' | 'not_received' | null;
  /** Why it was not received, where a code says so. */
  readonly verdict: Verdict | null;
}

/**
 * Until the carrier has delivered a message or given up, all that we know is that it has it: `queued` is as good as `sent`,
 * and settles a hand-over that ended without a word.
 * @see https://www.twilio.com/docs/messaging/api/message-resource#message-status-values
 */
const moves: ReadonlyMap<string, StatusMeaning['moves']> = new Map([
  ['accepted', 'sent'],
  ['scheduled', 'sent'],
  ['queued', 'sent'],
  ['sending', 'sent'],
  ['sent', 'sent'],
  ['delivered', 'received'],
  ['read', 'received'],
  ['undelivered', 'not_received'],
  ['failed', 'not_received'],
  ['canceled', 'not_received'],
]);

/** Reads a status of the carrier's list or callback. A status that is not known moves nothing. */
export function readStatus(status: string, code: string | null): StatusMeaning {
  const moved = moves.get(status) ?? null;
  return { moves: moved, verdict: moved === 'not_received' ? verdictOf(code ?? 'none') : null };
}
