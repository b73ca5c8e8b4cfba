import type { PracticeTransaction } from '../../db/database.ts';
import { markOutbox } from '../../db/outbox.ts';
import { findPlans, raisePlanVersion, writePlanChanges } from '../../db/subjects.ts';
import { invariant } from '../../domain/fault.ts';
import { nextTime, type Plan } from '../../domain/planning/plan.ts';
import type { PlanCause } from './plan-subjects.ts';

/**
 * Gives a subject's plan a new version after a message of it was changed where it stands (claimed, put off, withheld at the
 * send, returned to the queue). `engine` says how the workflow learns of it: it is handed the plan as the result of its own
 * send, or it is to be signalled.
 */
export async function raisePlan(
  tx: PracticeTransaction,
  subjectId: string,
  cause: PlanCause,
  engine: 'is handed it' | 'is to be signalled',
): Promise<void> {
  const raised = await raisePlanVersion(tx, subjectId, engine === 'is handed it');
  invariant(raised !== null, 'a subject with a message in hand has a plan');
  await writePlanChanges(tx, [raised], cause);
  if (engine === 'is handed it') return;
  const nextAt = nextTime(await currentPlan(tx, subjectId));
  await markOutbox(tx, [{ subjectId, version: raised.version, signal: 'replanned', priority: 1, nextAt }]);
}

/** The subject's plan as it now stands. */
export async function currentPlan(tx: PracticeTransaction, subjectId: string): Promise<Plan> {
  const plan = (await findPlans(tx, [subjectId])).get(subjectId);
  invariant(plan !== undefined, 'a subject with a message has a plan');
  return plan;
}
