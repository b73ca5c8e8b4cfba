import { ScheduleAlreadyRunning, type Client, type ScheduleOptions } from '@temporalio/client';

/** Makes the schedule, or changes the one of this id that is there already; what an operator did to it, such as a pause, stays. */
export async function keepSchedule(client: Client, schedule: ScheduleOptions): Promise<void> {
  try {
    await client.schedule.create(schedule);
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    await client.schedule.getHandle(schedule.scheduleId).update(({ state }) => ({ ...schedule, state }));
  }
}
