import { heartbeat } from '@temporalio/activity';
import type { Database } from '../db/database.ts';
import { findFeed } from '../db/feeds.ts';
import { failSyncRun, type SyncSource, type SyncState } from '../db/sync-runs.ts';
import type { FeedList } from '../domain/feed/feed-lists.ts';
import { csvFeed } from '../feeds/csv/csv-feed.ts';
import { Fault } from '../domain/fault.ts';
import { beginSync, takeSyncStep } from '../operations/sync/sync-steps.ts';
import { behindFaultBoundary } from './fault-boundary.ts';

/** Which feed to take, and who asked. */
export interface SyncRequest {
  readonly practiceId: string;
  readonly feedId: string;
  readonly source: SyncSource;
  /** Appointments where it is left out. */
  readonly list?: FeedList;
}

/** A sync that has begun. */
export interface SyncInHand extends SyncRequest {
  readonly runId: string;
}

/** What the worker of the queue `kept-feeds` does. */
export interface FeedActivities {
  /** The lists that lie there now, in the order in which they are to be taken. */
  findLists(request: SyncRequest): Promise<readonly FeedList[]>;
  /** Begins a sync of one list and returns its run's id. Begun twice, the first is superseded by the second. */
  beginSync(request: SyncRequest): Promise<string>;
  /** Takes some steps of it and returns the state that it has come to. Taken again after any death it goes on from there. */
  carryOnSync(sync: SyncInHand): Promise<SyncState>;
  /** Ends a sync that cannot go on. */
  failSync(sync: SyncInHand, code: string): Promise<void>;
}

/** Batches of differences to one activity: enough that a large feed is a short history, few enough that a restart repeats little. */
const stepsToAnActivity = 40;
const rowsToAHeartbeat = 1_000;

export function createFeedActivities({ db }: { readonly db: Database }): FeedActivities {
  return behindFaultBoundary(
    {
      async findLists({ practiceId, feedId }) {
        const { path, zone } = await theFeed(db, practiceId, feedId);
        return csvFeed(path, zone).lists();
      },

      async beginSync({ practiceId, feedId, source, list = 'appointments' }) {
        const { path } = await theFeed(db, practiceId, feedId);
        return beginSync(db, practiceId, { source, path, list });
      },

      async carryOnSync(sync) {
        const { path, zone } = await theFeed(db, sync.practiceId, sync.feedId);
        const feed = csvFeed(path, zone);
        let rows = 0;
        const onRow = (): void => {
          rows += 1;
          if (rows % rowsToAHeartbeat === 0) heartbeat(rows);
        };
        let state: SyncState = 'loading';
        for (let steps = 0; steps < stepsToAnActivity; steps += 1) {
          state = await takeSyncStep(db, sync, feed, { acceptLosses: false, onRow });
          if (state === 'applied' || state === 'refused' || state === 'failed') break;
          heartbeat(state);
        }
        return state;
      },

      async failSync({ practiceId, runId }, code) {
        await db.inPractice(practiceId, (tx) => failSyncRun(tx, runId, code));
      },
    },
    'gives up',
  );
}

async function theFeed(db: Database, practiceId: string, feedId: string): Promise<{ path: string; zone: string }> {
  const feed = await db.inPractice(practiceId, (tx) => findFeed(tx, feedId));
  if (feed === null) throw new Fault('not_found', 'The practice has no feed by this id.');
  return feed;
}
