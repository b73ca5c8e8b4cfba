import { ActivityFailure, ApplicationFailure, patched, proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import type { FeedActivities, SyncInHand, SyncRequest } from '../activities/feed-activities.ts';

/** An outage is waited out until the next night's sync is not far. */
const outageMs = 6 * 60 * 60 * 1_000;

const feeds = proxyActivities<FeedActivities>({
  taskQueue: 'kept-feeds',
  startToCloseTimeout: 30 * 60_000,
  heartbeatTimeout: 2 * 60_000,
  scheduleToCloseTimeout: outageMs,
  retry: { initialInterval: 1_000, backoffCoefficient: 2, maximumInterval: 60_000 },
});

/** How a run of a feed's list ended. */
interface EndedRun {
  readonly runId: string;
  readonly state: string;
}

/**
 * Takes the newest export of every list of a feed, one list after the other: one that is refused stops none of the others. Returns
 * how the first ended, which is the appointments' where there are any.
 */
export async function sync(request: SyncRequest): Promise<EndedRun> {
  if (!patched('every-list')) return syncList(request);
  const [first = 'appointments', ...others] = await feeds.findLists.executeWithOptions({ summary: 'which lists' }, [
    request,
  ]);
  const ended = await syncList({ ...request, list: first });
  for (const list of others) await syncList({ ...request, list });
  return ended;
}

/**
 * Takes one export of a list, step by step, until it is applied or refused. Each step is a transaction that knows where the run
 * stands, so whatever dies goes on from there; this carries ids and states only.
 */
async function syncList(request: SyncRequest): Promise<EndedRun> {
  const runId = await feeds.beginSync.executeWithOptions({ summary: 'begin' }, [request]);
  const inHand: SyncInHand = { ...request, runId };
  setCurrentDetails(`Sync run ${runId}`);
  try {
    for (;;) {
      const state = await feeds.carryOnSync.executeWithOptions({ summary: 'load, compare, apply' }, [inHand]);
      setCurrentDetails(`Sync run ${runId}: ${state}`);
      if (state === 'applied' || state === 'refused' || state === 'failed') return { runId, state };
    }
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    const code = error.cause instanceof ApplicationFailure ? (error.cause.type ?? 'unknown') : 'unknown';
    await feeds.failSync.executeWithOptions({ summary: 'give up' }, [inHand, code]);
    throw error;
  }
}
