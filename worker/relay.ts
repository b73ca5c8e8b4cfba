import type { Database } from '../db/database.ts';
import type { LeasedMark } from '../db/outbox-mark.ts';
import { leaseMarks } from '../db/outbox.ts';
import { groupBy } from '../domain/group-by.ts';
import { readPlansToBring, type PlanToBring } from '../operations/planning/plans-to-bring.ts';
import { bringPlans, type BringsPlans } from './bring-plans.ts';
import { startLeasingLoop, type LeasingLoop } from './leasing-loop.ts';

const batchSize = 50;

/**
 * Turns marks of the outbox into signals: answers and cancellations first, then soonest due. Any number may run; a mark is leased
 * to one of them, and the lease of one that dies runs out. Telling the engine twice is harmless, since a plan's version is.
 */
export function startRelay(options: BringsPlans): Promise<LeasingLoop> {
  const { db, log } = options;
  return startLeasingLoop({
    db,
    log,
    name: 'relay',
    doorbell: 'outbox',
    async batch() {
      const marks = await db.inOneStatement((one) => leaseMarks(one, batchSize));
      const [first] = marks;
      if (first === undefined) return false;
      await bringPlans(options, await readPlans(db, marks), first.now);
      return marks.length === batchSize;
    },
  });
}

async function readPlans(db: Database, marks: readonly LeasedMark[]): Promise<PlanToBring[]> {
  const byPractice = groupBy(marks, (mark) => mark.practiceId);
  const plans = await Promise.all(
    [...byPractice].map(([practiceId, group]) => db.inPractice(practiceId, (tx) => readPlansToBring(tx, group))),
  );
  return plans.flat();
}
