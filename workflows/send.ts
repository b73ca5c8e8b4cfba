import { proxyActivities } from '@temporalio/workflow';
import type { SendActivities } from '../activities/send-activities.ts';
import type { Plan, PlanEntry } from '../domain/planning/plan.ts';

/**
 * Each channel has its own task queue, so that one carrier's pace does not hold up another's. A send never blocks: what must wait
 * comes back as an entry of the plan. Only an outage of ours is tried again by the engine.
 */
export function send(practiceId: string, { channel, messageId }: PlanEntry): Promise<Plan> {
  const activities = proxyActivities<SendActivities>({
    taskQueue: `kept-${channel}`,
    startToCloseTimeout: 30_000,
    retry: { initialInterval: 1_000, backoffCoefficient: 2, maximumInterval: 60_000 },
    summary: `${channel} ${messageId}`,
  });
  return activities.send({ practiceId, messageId });
}
