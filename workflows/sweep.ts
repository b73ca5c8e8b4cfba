import { proxyActivities } from '@temporalio/workflow';
import type { UpkeepActivities } from '../activities/upkeep-activities.ts';

/** Started by its schedule every few minutes. One that fails is followed by the next, so it is not tried again for long. */
export async function sweep(): Promise<Awaited<ReturnType<UpkeepActivities['sweep']>>> {
  const upkeep = proxyActivities<UpkeepActivities>({
    startToCloseTimeout: 120_000,
    retry: { maximumAttempts: 3 },
    summary: 'what should have moved and did not',
  });
  return upkeep.sweep();
}
