import { ScheduleAlreadyRunning, ScheduleOverlapPolicy, type Client, type ScheduleOptions } from '@temporalio/client';
import { keptQueue } from './dispatch.ts';

const scheduleId = 'kept-sweep';

/** Lets the sweep run every three minutes; changes the schedule where one is there already. */
export async function scheduleSweep(client: Client): Promise<void> {
  const schedule = {
    scheduleId,
    spec: { intervals: [{ every: '3m' }], jitter: '10s' },
    // What a sweep missed the next one finds, so nothing is caught up.
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1m' },
    action: {
      type: 'startWorkflow',
      workflowType: 'sweep' as const,
      workflowId: scheduleId,
      taskQueue: keptQueue,
      args: [],
    },
  } satisfies ScheduleOptions;
  try {
    await client.schedule.create(schedule);
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    await client.schedule.getHandle(scheduleId).update(({ state }) => ({ ...schedule, state }));
  }
}
