import { heartbeat } from '@temporalio/activity';
import type { Database } from '../db/database.ts';
import { groupBatch } from '../operations/groups/group-batch.ts';
import { replanBatch, type ReplanProgress } from '../operations/settings/replan-practice.ts';
import { behindFaultBoundary } from './fault-boundary.ts';

/** What lets a practice's plans follow its settings, and what staff told groups. */
export interface ReplanActivities {
  /** Plans some batches of visits and says how far the plans follow. Taken again after any death it goes on from there. */
  replanSome(practiceId: string): Promise<ReplanProgress>;
}

/** Batches to one activity: enough that a large practice is a short history, few enough that its progress is seen. */
const batchesToAnActivity = 20;

/** A third of what the workflow waits for one. */
const heartbeatEveryMs = 5_000;

export function createReplanActivities({ db }: { readonly db: Database }): ReplanActivities {
  return behindFaultBoundary(
    {
      async replanSome(practiceId) {
        const beating = setInterval(heartbeat, heartbeatEveryMs);
        try {
          let progress = await replanBatch(db, practiceId);
          for (let batches = 1; batches < batchesToAnActivity; batches += 1) {
            // Somebody waits for what a group is told: settings are followed only where there is none.
            if (await groupBatch(db, practiceId)) continue;
            if (!progress.more) return progress;
            progress = await replanBatch(db, practiceId);
          }
          return { ...progress, more: true };
        } finally {
          clearInterval(beating);
        }
      },
    },
    'keeps trying',
  );
}
