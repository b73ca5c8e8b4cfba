import { proxyActivities } from '@temporalio/workflow';
import type { UpkeepActivities } from '../activities/upkeep-activities.ts';

/** Started by its schedule every night. A carrier that cannot be asked is asked again the next night. */
export async function reconcile(): Promise<Awaited<ReturnType<UpkeepActivities['reconcile']>>> {
  const upkeep = proxyActivities<UpkeepActivities>({
    startToCloseTimeout: 60 * 60_000,
    retry: { maximumAttempts: 3, initialInterval: 60_000 },
    summary: 'our hand-overs against the carriers’ logs',
  });
  return upkeep.reconcile();
}
