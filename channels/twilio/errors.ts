import type { Verdict } from '../channel.ts';
import { callErrors } from './call-errors.ts';
import { textErrors, type TextError } from './text-errors.ts';

const byCode: ReadonlyMap<string, TextError> = new Map(
  [...callErrors, ...textErrors].map((error) => [String(error.code), error]),
);

/**
 * Whose affair a code is. One that is not listed is `rejected`: this message failed, and nothing follows for the contact point or
 * the sender. What asks to come back when it refuses a request is the sender's fault when it is reported of a message that was
 * taken: too much was sent at once.
 */
export function verdictOf(code: string): Verdict {
  const verdict = byCode.get(code)?.verdict ?? 'rejected';
  return verdict === 'come_back' ? 'sender_at_fault' : verdict;
}

/** What the carrier means by a code, in a few words; the code itself where we have none. */
export function meaningOf(code: string): string {
  return byCode.get(code)?.means ?? code;
}

/** Whether a code proves that the carrier took nothing and would take it later, whatever the HTTP status is. */
export function asksToComeBack(code: string): boolean {
  return byCode.get(code)?.verdict === 'come_back';
}
