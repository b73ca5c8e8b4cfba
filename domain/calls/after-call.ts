import type { EpochMs } from '../planning/plan.ts';
import type { Contact, ContactPoint } from '../planning/planning-facts.ts';
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
  const [next] = inTurn(contacts, contactPointId);
  return next === undefined ? null : { at, contactPointId: next.id };
}

/**
 * When and to which contact point the next call goes where the carrier refused this one for its number: a phone that was not called
 * yet is called now, since nobody was; one that was called, and not heard, has its next try in its time. None that was refused.
 */
export function nextAfterRefusal(
  facts: Omit<CallFacts, 'calls'> & { readonly taken: readonly string[]; readonly refused: readonly string[] },
): { readonly at: EpochMs; readonly contactPointId: string } | null {
  const { taken, refused, tries, retryAfterMs, usefulUntil, contacts, contactPointId, now } = facts;
  const next = inTurn(contacts, contactPointId).find(({ id }) => !refused.includes(id));
  if (next === undefined || taken.length >= tries) return null;
  const at = taken.includes(next.id) ? now + retryAfterMs : now;
  return at > usefulUntil ? null : { at, contactPointId: next.id };
}

/** The phones that may be called after this one: those behind it in the order of choice, then from the first again. */
function inTurn(contacts: readonly Contact[], contactPointId: string): ContactPoint[] {
  const phones = callable(contacts);
  const turn = phones.findIndex(({ id }) => id === contactPointId);
  return [...phones.slice(turn + 1), ...phones.slice(0, turn + 1)].filter(
    ({ invalid, wrongNumber }) => !invalid && !wrongNumber,
  );
}
