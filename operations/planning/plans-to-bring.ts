import type { PracticeTransaction } from '../../db/database.ts';
import type { LeasedMark } from '../../db/outbox-mark.ts';
import { findDispatchRows, findPlans, type DispatchRow } from '../../db/subjects.ts';
import type { Plan } from '../../domain/planning/plan.ts';

/** A mark, and what the engine is to be told for it. */
export interface PlanToBring {
  readonly mark: LeasedMark;
  readonly plan: Plan;
  readonly subject: DispatchRow;
}

/** The newest plan of each mark, as it is now: what was true when it was marked may be old. */
export async function readPlansToBring(tx: PracticeTransaction, marks: readonly LeasedMark[]): Promise<PlanToBring[]> {
  if (marks.length === 0) return [];
  const ids = marks.map(({ subjectId }) => subjectId);
  const [plans, rows] = await Promise.all([findPlans(tx, ids), findDispatchRows(tx, ids)]);
  const subjects = new Map(rows.map((row) => [row.subjectId, row]));
  return marks.flatMap((mark) => {
    const plan = plans.get(mark.subjectId);
    const subject = subjects.get(mark.subjectId);
    return plan === undefined || subject === undefined ? [] : [{ mark, plan, subject }];
  });
}
