import { ScheduleOverlapPolicy, type Client } from '@temporalio/client';
import { keptQueue } from './dispatch.ts';
import { keepSchedule } from './keep-schedule.ts';

const scheduleId = 'kept-sweep';

/** Lets the sweep run every three minutes; changes the schedule where one is there already. */
export async function scheduleSweep(client: Client): Promise<void> {
  await keepSchedule(client, {
    scheduleId,
    spec: { intervals: [{ every: '3m' }], jitter: '10s' },
    // What a sweep missed the next one finds, so nothing is caught up.
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1m' },
    action: {
      type: 'startWorkflow',
      workflowType: 'sweep',
      workflowId: scheduleId,
      taskQueue: keptQueue,
      args: [],
    },
  });
}
