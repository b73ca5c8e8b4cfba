import { planNextCall, type CallRow } from '../../db/calls.ts';
import type { PracticeTransaction } from '../../db/database.ts';
import { findVisits } from '../../db/visits.ts';
import { invariant } from '../../domain/fault.ts';
import { nextCall, type UnheardEnd } from '../../domain/calls/after-call.ts';
import { moveCall } from './follow-call.ts';
import { patientFacts } from '../planning/plan-facts.ts';
import { readPlanningSettings } from '../planning/planning-settings.ts';
import { raisePlan } from '../planning/raise-plan.ts';

/**
 * What follows a call in which nobody heard a word: the next one, on the next phone, while tries are left and it is of use; else the
 * message ends. Only the newest call of a message that still waits for a word does this, and only once.
 */
export async function endUnheardCall(
  tx: PracticeTransaction,
  call: CallRow,
  attemptId: string,
  end: UnheardEnd,
): Promise<void> {
  if (!call.newest || call.state !== 'sent' || call.retryAt !== null) return;
  const next = nextCall({ ...call, contacts: await phonesOf(tx, call), now: tx.now });
  if (next !== null) {
    await planNextCall(tx, call.messageId, { ...next, after: end });
    const cause = { name: 'receipt', detail: { messageId: call.messageId, attemptId, unheard: end } } as const;
    await raisePlan(tx, call.subjectId, cause, 'is to be signalled');
    return;
  }
  // A machine took the call: the product calls that received, and shows who did.
  await moveCall(tx, call, attemptId, end === 'machine' ? 'received' : 'not_received', end);
}

async function phonesOf(tx: PracticeTransaction, { subjectId, facilityId }: CallRow) {
  const [[visit], settings] = await Promise.all([findVisits(tx, [subjectId]), readPlanningSettings(tx)]);
  const own = settings.get(facilityId);
  invariant(visit !== undefined && own !== undefined, 'a call is about a visit at a facility');
  return patientFacts(visit, own).contacts.voice;
}
