import type { PracticeTransaction } from '../../db/database.ts';
import { giveOverdueDays } from './give-overdue-days.ts';
import { planSubjects, type PlanCause } from './plan-subjects.ts';

/** Plans to a statement. */
const usualBatch = 500;

/**
 * Gives every overdue recall that waits for it a day to begin on, and plans it. First thing in a transaction. Returns how many they were.
 */
export async function beginOverdueRecalls(tx: PracticeTransaction, cause: PlanCause): Promise<number> {
  const begins = await giveOverdueDays(tx);
  for (let from = 0; from < begins.length; from += usualBatch) {
    const ids = begins.slice(from, from + usualBatch).map(({ id }) => id);
    await planSubjects(tx, ids, cause);
  }
  return begins.length;
}
