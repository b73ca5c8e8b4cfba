import { proxyActivities } from '@temporalio/workflow';
import { appointment as present } from '../../../workflows/appointment.ts';
import type { SubjectStart } from '../../../workflows/messages.ts';

/** The present workflow with a command that no recorded run gave: it asks something before it begins. */
export async function appointment(start: SubjectStart): Promise<void> {
  await proxyActivities<{ ask(): Promise<void> }>({ startToCloseTimeout: 1_000 }).ask();
  await present(start);
}
