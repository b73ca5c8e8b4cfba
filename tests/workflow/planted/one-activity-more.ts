import { proxyActivities } from '@temporalio/workflow';
import { appointment as presentAppointment } from '../../../workflows/appointment.ts';
import { message as presentMessage } from '../../../workflows/message.ts';
import type { SubjectStart } from '../../../workflows/messages.ts';
import { order as presentOrder } from '../../../workflows/order.ts';
import { recall as presentRecall } from '../../../workflows/recall.ts';

/** The present workflows with a command that no recorded run gave: they ask something before they begin. */
export const appointment = askingFirst(presentAppointment);
export const recall = askingFirst(presentRecall);
export const order = askingFirst(presentOrder);
export const message = askingFirst(presentMessage);

function askingFirst(present: (start: SubjectStart) => Promise<void>): (start: SubjectStart) => Promise<void> {
  return async (start) => {
    await proxyActivities<{ ask(): Promise<void> }>({ startToCloseTimeout: 1_000 }).ask();
    await present(start);
  };
}
