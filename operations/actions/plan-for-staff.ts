import type { PracticeTransaction } from '../../db/database.ts';
import { planSubjects, type PlanCause } from '../planning/plan-subjects.ts';
import { raisePlan } from '../planning/raise-plan.ts';

/**
 * Plans a subject again after a person changed one of its messages where it stands. Its plan gets a new version also where the
 * new plan agrees with what was done, so that its workflow learns of it and its history names who did it.
 */
export async function planForStaff(tx: PracticeTransaction, subjectId: string, cause: PlanCause): Promise<void> {
  const { changed } = await planSubjects(tx, [subjectId], cause);
  if (changed === 0) await raisePlan(tx, subjectId, cause, 'is to be signalled');
}
