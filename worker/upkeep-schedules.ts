import { ScheduleOverlapPolicy, type Client } from '@temporalio/client';
import { keptQueue } from './dispatch.ts';
import { keepSchedule } from './keep-schedule.ts';

/** Lets the sweep run every three minutes and the reconciliation every night; changes the schedules where they are there already. */
export async function scheduleUpkeep(client: Client): Promise<void> {
  await keepSchedule(client, {
    scheduleId: 'kept-sweep',
    spec: { intervals: [{ every: '3m' }], jitter: '10s' },
    // What a sweep missed the next one finds, so nothing is caught up.
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1m' },
    action: { type: 'startWorkflow', workflowType: 'sweep', workflowId: 'kept-sweep', taskQueue: keptQueue, args: [] },
  });
  await keepSchedule(client, {
    scheduleId: 'kept-reconcile',
    // In the small hours of every zone that is served, when little is handed over.
    spec: { calendars: [{ hour: 8, minute: 30 }], timezone: 'UTC', jitter: '10m' },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '6h' },
    action: {
      type: 'startWorkflow',
      workflowType: 'reconcile',
      workflowId: 'kept-reconcile',
      taskQueue: keptQueue,
      args: [],
    },
  });
}
