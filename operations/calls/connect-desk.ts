import type { PracticeTransaction } from '../../db/database.ts';
import { findDesk } from '../../db/desks.ts';
import { findClosures } from '../../db/planning-settings.ts';
import type { CallStep } from '../../domain/calls/call-step.ts';
import { callWords } from '../../domain/calls/call-words.ts';
import { deskState } from '../../domain/calls/desk-hours.ts';
import { DAY_MS } from '../../domain/zone-clock.ts';

/** Says the words, and then connects the caller to the desk, or says when it opens. */
export async function connectToDesk(
  tx: PracticeTransaction,
  call: {
    readonly facilityId: string | null;
    readonly from: string;
    readonly language: string;
    readonly first: string[];
  },
): Promise<CallStep> {
  const { facilityId, from, language, first } = call;
  const words = callWords(language);
  const [desk, closures] = await Promise.all([
    findDesk(tx, facilityId),
    findClosures(tx, new Date(tx.now - 2 * DAY_MS).toISOString().slice(0, 10)),
  ]);
  const own = closures.filter((closure) => closure.facilityId === null || closure.facilityId === desk.facilityId);
  const state = deskState({ ...desk, closures: own }, tx.now);
  if (state.open) return { do: 'connect', language, words: [...first, words.connecting], desk: desk.phone, from };
  return { do: 'end', language, words: [...first, words.closedUntil(state.opensAt, desk.zone)] };
}
