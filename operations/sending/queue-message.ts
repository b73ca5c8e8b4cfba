import type { PracticeTransaction } from '../../db/database.ts';
import { markOutbox } from '../../db/outbox.ts';
import { addQueuedMessage, type MessageToQueue } from '../../db/queued-messages.ts';
import { writePlanChanges, type PlanHead } from '../../db/subjects.ts';
import type { PlanCause } from '../planning/plan-subjects.ts';

/**
 * Queues a message that is about no visit. It is a subject by itself, with a plan of one entry, so the outbox, the relay, the
 * workflow and the sweep carry it as they carry visits, and ahead of these: whoever it answers is waiting. Whether it may go is
 * decided at its claim. Returns its id.
 */
export async function queueMessage(
  tx: PracticeTransaction,
  message: MessageToQueue,
  cause: PlanCause,
): Promise<string> {
  // A plan has an answer and a word of the PMS. Here there is no visit to have either: they stay as they begin.
  const head: PlanHead = {
    answer: 'none',
    pms: 'scheduled',
    visitAt: message.sendAt,
    endsAt: message.usefulUntil,
  };
  const { subjectId, messageId } = await addQueuedMessage(tx, message, head);
  await Promise.all([
    writePlanChanges(tx, [{ subjectId, version: 1, head }], cause),
    markOutbox(tx, [{ subjectId, version: 1, signal: 'replanned', priority: 0, nextAt: message.sendAt }]),
  ]);
  return messageId;
}
