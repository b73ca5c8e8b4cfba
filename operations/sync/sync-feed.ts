import type { Database, PracticeTransaction } from '../../db/database.ts';
import { findQuarantine, type QuarantinedRow } from '../../db/sync-check.ts';
import { insertSyncRun, lockSyncRun, type SyncRun, type SyncSource } from '../../db/sync-runs.ts';
import type { FeedList } from '../../domain/feed/feed-lists.ts';
import { FeedRefusal } from '../../domain/feed/feed-refusal.ts';
import { Fault, invariant } from '../../domain/fault.ts';
import type { Feed } from '../../feeds/feed.ts';
import { compareFeed } from './compare-feed.ts';
import { loadFeed } from './load-feed.ts';
import { beginSync, takeSyncStep, type StepOptions } from './sync-steps.ts';

export interface SyncOptions extends StepOptions {
  readonly source: SyncSource;
  readonly list: FeedList;
  /** The folder or file, for the run's record. */
  readonly path: string;
}

/** What a sync did, or would do. */
export interface SyncReport {
  readonly run: SyncRun;
  readonly quarantine: readonly QuarantinedRow[];
}

/** Reads a list of a feed and applies it, from the beginning to the end. */
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

/** Does the same with every list that the feed has, one after the other: one that is refused stops none of the others. */
export async function syncLists(
  db: Database,
  practiceId: string,
  feed: Feed,
  options: Omit<SyncOptions, 'list'>,
  sync: typeof syncFeed = syncFeed,
): Promise<SyncReport[]> {
  const reports = [];
  for (const list of await feed.lists()) reports.push(await sync(db, practiceId, feed, { ...options, list }));
  return reports;
}

/** What `syncFeed` would do: all of it but the applying, in a transaction that leaves nothing behind. */
export async function trySync(db: Database, practiceId: string, feed: Feed, options: SyncOptions): Promise<SyncReport> {
  try {
    await db.asLoader(practiceId, async (tx) => {
      const runId = await insertSyncRun(tx, options);
      await loadFeed(tx, { id: runId, list: options.list }, await feed.open(options.list));
      await compareFeed(tx, await theRun(tx, runId), options);
      throw new Tried(await report(tx, runId));
    });
  } catch (error) {
    if (error instanceof Tried) return error.report;
    if (error instanceof FeedRefusal) return refusedUnread(error, options);
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

function refusedUnread(refusal: FeedRefusal, { list, path }: SyncOptions): SyncReport {
  const { reason, message: advice } = refusal;
  return {
    run: {
      id: '',
      list,
      path,
      state: 'refused',
      exportedAt: null,
      stagedRows: null,
      lacks: [],
      reason,
      advice,
      counts: {},
    },
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
