import type { EpochMs } from '../planning/plan.ts';
import type { Contact } from '../planning/planning-facts.ts';

/** How a call ended in which nobody heard a word: in the carrier's words, or by a machine that was told nothing. */
export type UnheardEnd = 'busy' | 'no_answer' | 'failed' | 'canceled' | 'machine';

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
  readonly now: EpochMs;
}

/** When the next call goes and to which contact point; null where this was the last. */
export function nextCall(facts: CallFacts): { readonly at: EpochMs; readonly contactPointId: string } | null {
  const { calls, tries, retryAfterMs, usefulUntil, now } = facts;
  const phones = facts.contacts.filter((contact) => contact !== 'invalid').filter(isUsable);
  const phone = phones[calls % Math.max(phones.length, 1)];
  const at = now + retryAfterMs;
  if (calls >= tries || at > usefulUntil || phone === undefined) return null;
  return { at, contactPointId: phone.id };
}

function isUsable(contact: Exclude<Contact, 'invalid'>): boolean {
  return !contact.optedOut && !contact.invalid && !contact.wrongNumber;
}
