import type { Database, PracticeTransaction } from '../../db/database.ts';
import { deleteStagedRows } from '../../db/staging.ts';
import {
  insertSyncRun,
  lockSyncRun,
  noteRefused,
  supersedeSyncRuns,
  type SyncRun,
  type SyncSource,
  type SyncState,
} from '../../db/sync-runs.ts';
import type { FeedList } from '../../domain/feed/feed-lists.ts';
import { FeedRefusal } from '../../domain/feed/feed-refusal.ts';
import { Fault } from '../../domain/fault.ts';
import type { Feed } from '../../feeds/feed.ts';
import { applyFeed, usualBatch } from './apply-feed.ts';
import { compareFeed, type CompareOptions } from './compare-feed.ts';
import { loadFeed } from './load-feed.ts';

/** A run of a practice. */
export interface RunOfPractice {
  readonly practiceId: string;
  readonly runId: string;
}

export interface StepOptions extends CompareOptions {
  /** Told of every row that is loaded. */
  readonly onRow?: () => void;
  /** Differences to a transaction; 500 unless told. */
  readonly batchSize?: number;
}

/** Begins a sync of a list and returns its run's id. Runs of the practice for it that have not ended are over: the new one finds what they left. */
export async function beginSync(
  db: Database,
  practiceId: string,
  from: { readonly source: SyncSource; readonly path: string; readonly list: FeedList },
): Promise<string> {
  return db.asLoader(practiceId, async (tx) => {
    await deleteStagedRows(tx, await supersedeSyncRuns(tx, from.list));
    return insertSyncRun(tx, from);
  });
}

/**
 * Takes the one step that the run's state asks for, in one transaction, and returns the state that it comes to: loading, comparing,
 * a batch of applying, until it is applied, refused or failed. Taken again after any death it goes on from where the run stands.
 */
export async function takeSyncStep(
  db: Database,
  run: RunOfPractice,
  feed: Feed,
  options: StepOptions,
): Promise<SyncState> {
  const { state, list } = await db.inPractice(run.practiceId, (tx) => lockedRun(tx, run.runId));
  switch (state) {
    case 'loading':
      return load(db, { ...run, list }, feed, options.onRow);
    case 'comparing':
      return step(db, 'asLoader', run, state, (tx, locked) => compareFeed(tx, locked, options));
    case 'applying':
      return step(db, 'inPractice', run, state, (tx, locked) => applyFeed(tx, locked, options.batchSize ?? usualBatch));
    default:
      return state;
  }
}

async function load(
  db: Database,
  run: RunOfPractice & { readonly list: FeedList },
  feed: Feed,
  onRow?: () => void,
): Promise<SyncState> {
  try {
    const opened = await feed.open(run.list);
    return await step(db, 'asLoader', run, 'loading', (tx) =>
      loadFeed(tx, { id: run.runId, list: run.list }, opened, onRow),
    );
  } catch (error) {
    if (!(error instanceof FeedRefusal)) throw error;
    const { reason, message: advice } = error;
    return step(db, 'asLoader', run, 'loading', (tx) => noteRefused(tx, run.runId, { reason, advice, counts: {} }));
  }
}

/** Works on the run under its lock, where it is still in the state that the work is for. */
function step(
  db: Database,
  role: 'asLoader' | 'inPractice',
  run: RunOfPractice,
  from: SyncState,
  work: (tx: PracticeTransaction, locked: SyncRun) => Promise<void>,
): Promise<SyncState> {
  return db[role](run.practiceId, async (tx) => {
    const locked = await lockedRun(tx, run.runId);
    if (locked.state !== from) return locked.state;
    await work(tx, locked);
    return (await lockedRun(tx, run.runId)).state;
  });
}

async function lockedRun(tx: PracticeTransaction, runId: string): Promise<SyncRun> {
  const run = await lockSyncRun(tx, runId);
  if (run === null) throw new Fault('not_found', 'The practice has no sync run by this id.');
  return run;
}
