import type { PracticeTransaction } from '../../db/database.ts';
import {
  addContactPoints,
  addNewVisits,
  deleteChanges,
  findNextChanges,
  findTouchedVisits,
  markGoneVisits,
  writeChangedVisits,
  writePatients,
} from '../../db/feed-changes.ts';
import { lockSubjects } from '../../db/subjects.ts';
import { noteApplied, type SyncRun } from '../../db/sync-runs.ts';
import { invariant } from '../../domain/fault.ts';
import { mendNumbers } from './mend-numbers.ts';
import { planSubjects } from '../planning/plan-subjects.ts';

/** Differences to a transaction: few enough that a patient's reply never waits long for its visit's lock. */
export const usualBatch = 500;

/**
 * Applies the next batch of a run's differences and plans what they touch; where none is left, the run is applied. The batch is
 * taken off the list in the same transaction, so a run that dies goes on where it was.
 */
export async function applyFeed(tx: PracticeTransaction, run: SyncRun, batchSize: number): Promise<void> {
  invariant(run.exportedAt !== null, 'a compared run has the time of its export');
  const externalIds = await findNextChanges(tx, run.id, batchSize);
  if (externalIds.length === 0) {
    await mendNumbers(tx, run.id);
    return noteApplied(tx, run.id);
  }
  const batch = { runId: run.id, exportedAt: run.exportedAt, externalIds };

  const touched = await findTouchedVisits(tx, batch);
  await lockSubjects(tx, touched);
  await writePatients(tx, batch);
  await addContactPoints(tx, batch);
  const added = await addNewVisits(tx, batch);
  await writeChangedVisits(tx, batch);
  await markGoneVisits(tx, batch);
  await planSubjects(tx, [...touched, ...added], { name: 'feed', detail: { runId: run.id } });
  await deleteChanges(tx, batch);
}
