import type { PracticeTransaction } from '../../db/database.ts';
import { findOverdueRecalls, findTakenDays, lockBacklog, writeBegins } from '../../db/overdue-recalls.ts';
import { lockSubjects } from '../../db/subjects.ts';
import { groupBy } from '../../domain/group-by.ts';
import { backlogDays } from '../../domain/planning/backlog.ts';
import { readPlanningSettings } from './planning-settings.ts';
import { planSubjects, type PlanCause } from './plan-subjects.ts';

/** Plans to a statement. */
const usualBatch = 500;

/**
 * Gives every overdue recall that waits for it a day to begin on, so many a day at each facility, and plans it. The day is kept with
 * the recall: whatever dies, none is given a place twice. Nothing in a practice that is not live. First thing in a transaction.
 * Returns how many they were.
 */
export async function beginOverdueRecalls(tx: PracticeTransaction, cause: PlanCause): Promise<number> {
  await lockBacklog(tx);
  const waiting = await findOverdueRecalls(tx);
  if (waiting.length === 0) return 0;
  await lockSubjects(
    tx,
    waiting.map(({ id }) => id),
  );
  const settings = await readPlanningSettings(tx);
  const taken = groupBy(await findTakenDays(tx), ({ facilityId }) => facilityId);
  const begins = [...groupBy(waiting, ({ facilityId }) => facilityId)].flatMap(([facilityId, recalls]) => {
    const { calendar } = settings.at({ facilityId, providerId: '', typeId: '' });
    const before = (taken.get(facilityId) ?? []).map(({ at }) => at);
    const days = backlogDays(recalls.length, { now: tx.now, calendar, taken: before });
    return days.flatMap((at, index) => {
      const id = recalls[index]?.id;
      return id === undefined ? [] : [{ id, at }];
    });
  });
  await writeBegins(tx, begins);
  for (let from = 0; from < begins.length; from += usualBatch) {
    const ids = begins.slice(from, from + usualBatch).map(({ id }) => id);
    await planSubjects(tx, ids, cause);
  }
  return begins.length;
}
