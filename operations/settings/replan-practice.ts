import type { Database } from '../../db/database.ts';
import {
  beginReplan,
  countVisitsToPlan,
  endReplan,
  findJoined,
  findVisitsToPlan,
  lockReplans,
  noteReplanned,
} from '../../db/replans.ts';
import { beginOverdueRecalls } from '../planning/begin-overdue-recalls.ts';
import { planSubjects } from '../planning/plan-subjects.ts';

/** How far the plans follow the newest change. */
export interface ReplanProgress {
  readonly visits: number;
  readonly planned: number;
  /** Whether there is more to do. */
  readonly more: boolean;
}

/** Visits to a transaction: few enough that a patient's reply never waits long for its visit's lock. */
const usualBatch = 500;

/**
 * Plans the next batch of visits for the newest change that the practice's plans do not follow yet, soonest visits first, and
 * says how far that is. The batch and how far it came are one transaction, so whatever dies goes on from there, and a
 * batch that is done again finds nothing to change. A change that comes while another is in hand begins anew, for both.
 */
export function replanBatch(db: Database, practiceId: string, batchSize = usualBatch): Promise<ReplanProgress> {
  return db.inPractice(practiceId, async (tx) => {
    const [change, ...earlier] = await lockReplans(tx);
    if (change === undefined) return { visits: 0, planned: 0, more: false };
    const { changeId } = change;
    const begins = change.state === 'waiting';
    const total = begins ? await countVisitsToPlan(tx) : change.visits;
    if (begins) {
      await beginReplan(
        tx,
        changeId,
        total,
        earlier.map((one) => one.changeId),
      );
    }
    const visits = await findVisitsToPlan(tx, { after: change.cursor, limit: batchSize });
    const cursor = visits.at(-1);
    if (cursor === undefined) {
      await beginOverdueRecalls(tx, { name: 'settings', detail: { changeId } });
      await endReplan(tx, changeId);
      return { visits: total, planned: change.planned, more: false };
    }
    const joined = await findJoined(tx, changeId);
    const { changed } = await planSubjects(
      tx,
      visits.map(({ id }) => id),
      { name: 'settings', detail: { changeId, ...(joined.length > 0 && { joinedChangeIds: joined.join(' ') }) } },
    );
    await noteReplanned(tx, changeId, { planned: visits.length, changed, cursor });
    return { visits: total, planned: change.planned + visits.length, more: true };
  });
}
