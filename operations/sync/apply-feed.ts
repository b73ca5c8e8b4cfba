import type { PracticeTransaction } from '../../db/database.ts';
import {
  addContactPoints,
  deleteChanges,
  findNextChanges,
  findTouchedSubjects,
  markGone,
  writePatients,
  type ChangeBatch,
} from '../../db/feed-changes.ts';
import { noteFormerTimes } from '../../db/former-times.ts';
import { addNewOrders, writeChangedOrders } from '../../db/order-changes.ts';
import { addNewRecalls, writeChangedRecalls } from '../../db/recall-changes.ts';
import { lockSubjects } from '../../db/subjects.ts';
import { noteApplied, type SyncRun } from '../../db/sync-runs.ts';
import { addNewVisits, writeChangedVisits } from '../../db/visit-changes.ts';
import type { FeedList } from '../../domain/feed/feed-lists.ts';
import { invariant } from '../../domain/fault.ts';
import { beginOverdueRecalls } from '../planning/begin-overdue-recalls.ts';
import { decideNotices } from './decide-notices.ts';
import { mendNumbers } from './mend-numbers.ts';
import { planSubjects } from '../planning/plan-subjects.ts';

/** Differences to a transaction: few enough that a patient's reply never waits long for its visit's lock. */
export const usualBatch = 500;

interface Copy {
  readonly addNew: (tx: PracticeTransaction, batch: ChangeBatch) => Promise<string[]>;
  readonly writeChanged: (tx: PracticeTransaction, batch: ChangeBatch) => Promise<void>;
}

const copies: Readonly<Record<FeedList, Copy>> = {
  appointments: { addNew: addNewVisits, writeChanged: writeChangedVisits },
  recalls: { addNew: addNewRecalls, writeChanged: writeChangedRecalls },
  orders: { addNew: addNewOrders, writeChanged: writeChangedOrders },
};

/**
 * Applies the next batch of a run's differences and plans what they touch; where none is left, the run is applied. The batch is
 * taken off the list in the same transaction, so a run that dies goes on where it was.
 */
export async function applyFeed(tx: PracticeTransaction, run: SyncRun, batchSize: number): Promise<void> {
  invariant(run.exportedAt !== null, 'a compared run has the time of its export');
  const externalIds = await findNextChanges(tx, run.id, batchSize);
  if (externalIds.length === 0) {
    await beginOverdueRecalls(tx, { name: 'feed', detail: { runId: run.id } });
    await mendNumbers(tx, run.id);
    return noteApplied(tx, run.id);
  }
  const batch = { runId: run.id, list: run.list, exportedAt: run.exportedAt, externalIds };

  const touched = await findTouchedSubjects(tx, batch);
  await lockSubjects(tx, touched);
  await writePatients(tx, batch);
  await addContactPoints(tx, batch);
  const { addNew, writeChanged } = copies[run.list];
  const changed = run.list === 'appointments' ? await noteFormerTimes(tx, batch) : [];
  const added = await addNew(tx, batch);
  await writeChanged(tx, batch);
  await markGone(tx, batch);
  await decideNotices(tx, changed);
  await planSubjects(tx, [...touched, ...added], { name: 'feed', detail: { runId: run.id } });
  await deleteChanges(tx, batch);
}
