import type { Database, PracticeTransaction } from '../../db/database.ts';
import { findQuarantine, type QuarantinedRow } from '../../db/sync-check.ts';
import { insertSyncRun, lockSyncRun, type SyncRun, type SyncSource } from '../../db/sync-runs.ts';
import { FeedRefusal } from '../../domain/feed/feed-refusal.ts';
import { Fault, invariant } from '../../domain/fault.ts';
import type { Feed } from '../../feeds/feed.ts';
import { compareFeed } from './compare-feed.ts';
import { loadFeed } from './load-feed.ts';
import { beginSync, takeSyncStep, type StepOptions } from './sync-steps.ts';

export interface SyncOptions extends StepOptions {
  readonly source: SyncSource;
  /** The folder or file, for the run's record. */
  readonly path: string;
}

/** What a sync did, or would do. */
export interface SyncReport {
  readonly run: SyncRun;
  readonly quarantine: readonly QuarantinedRow[];
}

/** Reads a feed and applies it, from the beginning to the end. */
export async function syncFeed(
  db: Database,
  practiceId: string,
  feed: Feed,
  options: SyncOptions,
): Promise<SyncReport> {
  const runId = await beginSync(db, practiceId, options);
  let state;
  do state = await takeSyncStep(db, { practiceId, runId }, feed, options);
  while (state === 'loading' || state === 'comparing' || state === 'applying');
  return db.inPractice(practiceId, (tx) => report(tx, runId));
}

/** What `syncFeed` would do: all of it but the applying, in a transaction that leaves nothing behind. */
export async function trySync(db: Database, practiceId: string, feed: Feed, options: SyncOptions): Promise<SyncReport> {
  try {
    await db.asLoader(practiceId, async (tx) => {
      const runId = await insertSyncRun(tx, options);
      await loadFeed(tx, runId, await feed.open());
      await compareFeed(tx, await theRun(tx, runId), options);
      throw new Tried(await report(tx, runId));
    });
  } catch (error) {
    if (error instanceof Tried) return error.report;
    if (error instanceof FeedRefusal) return refusedUnread(error, options.path);
    throw error;
  }
  throw new Fault('invariant', 'This must hold and does not: a try ends its transaction.');
}

/** Ends the transaction of a try, and with it all that it wrote. */
class Tried extends Error {
  readonly report: SyncReport;

  constructor(report: SyncReport) {
    super('tried');
    this.report = report;
  }
}

function refusedUnread(refusal: FeedRefusal, path: string): SyncReport {
  const { reason, message: advice } = refusal;
  return {
    run: { id: '', path, state: 'refused', exportedAt: null, stagedRows: null, reason, advice, counts: {} },
    quarantine: [],
  };
}

async function report(tx: PracticeTransaction, runId: string): Promise<SyncReport> {
  return { run: await theRun(tx, runId), quarantine: await findQuarantine(tx, runId) };
}

async function theRun(tx: PracticeTransaction, runId: string): Promise<SyncRun> {
  const run = await lockSyncRun(tx, runId);
  invariant(run !== null, 'a run that was begun is there');
  return run;
}
