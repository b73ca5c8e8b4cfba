import type { PracticeTransaction } from '../../db/database.ts';
import {
  findOverdueRecalls,
  findTakenDays,
  lockBacklog,
  writeBegins,
  type OverdueRecall,
} from '../../db/overdue-recalls.ts';
import { lockSubjects } from '../../db/subjects.ts';
import { groupBy } from '../../domain/group-by.ts';
import { backlogDays } from '../../domain/planning/backlog.ts';
import type { EpochMs } from '../../domain/planning/plan.ts';
import { readPlanningSettings } from './planning-settings.ts';

/** An overdue recall and when the day begins that it was given. */
interface BegunRecall extends OverdueRecall {
  readonly at: EpochMs;
}

/**
 * Gives every overdue recall that waits for it a day to begin on, so many a day at each facility. The day is kept with the recall: whatever
 * dies, none is given a place twice. None in a practice that is not live. First thing in a transaction, but for settings that it changed.
 */
export async function giveOverdueDays(tx: PracticeTransaction): Promise<BegunRecall[]> {
  await lockBacklog(tx);
  const waiting = await findOverdueRecalls(tx);
  if (waiting.length === 0) return [];
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
      const recall = recalls[index];
      return recall === undefined ? [] : [{ ...recall, at }];
    });
  });
  await writeBegins(tx, begins);
  return begins;
}
