import type { EpochMs } from '../planning/plan.ts';
import type { Contact } from '../planning/planning-facts.ts';
import { callable } from './callable.ts';

/**
 * How a call ended in which nobody heard a word: in the carrier's words; by a machine that was told nothing; or taken, and over before
 * the carrier got the words from us (it could not reach us, or who took it hung up at once).
 */
export type UnheardEnd = 'busy' | 'no_answer' | 'failed' | 'canceled' | 'machine' | 'nothing_said';

/** What decides whether a call is made again. */
export interface CallFacts {
  /** Calls that were made for the message so far, this one included. */
  readonly calls: number;
  readonly tries: number;
  readonly retryAfterMs: number;
  /** The message is of no use after this. */
  readonly usefulUntil: EpochMs;
  /** The patient's phones in the order of choice. */
  readonly contacts: readonly Contact[];
  /** The contact point of this call. */
  readonly contactPointId: string;
  readonly now: EpochMs;
}

/**
 * When the next call goes and to which contact point: the next phone in the order of choice, from the first again after the last;
 * null where this was the last call.
 */
export function nextCall(facts: CallFacts): { readonly at: EpochMs; readonly contactPointId: string } | null {
  const { calls, tries, retryAfterMs, usefulUntil, contacts, contactPointId, now } = facts;
  const at = now + retryAfterMs;
  if (calls >= tries || at > usefulUntil) return null;
  const phones = callable(contacts);
  const turn = phones.findIndex(({ id }) => id === contactPointId);
  const next = [...phones.slice(turn + 1), ...phones.slice(0, turn + 1)].find(({ invalid, wrongNumber }) => {
    return !invalid && !wrongNumber;
  });
  return next === undefined ? null : { at, contactPointId: next.id };
}
