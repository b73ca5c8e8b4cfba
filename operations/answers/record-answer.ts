import type { PracticeTransaction } from '../../db/database.ts';
import { addNotification } from '../../db/notifications.ts';
import { answerMessage } from '../../db/replies.ts';
import { addAnswer, findAnswer, writeAnswer, type AnswerSource } from '../../db/visits.ts';
import { openWorklistItem } from '../../db/worklist.ts';
import { queueWriteBack } from '../../db/write-backs.ts';
import { invariant } from '../../domain/fault.ts';
import type { EpochMs } from '../../domain/planning/plan.ts';
import type { WorklistType } from '../../domain/worklist.ts';
import { planSubjects, type PlanCause } from '../planning/plan-subjects.ts';

/** An answer, and the visit time that it was given for. */
export interface AnswerToRecord {
  /** The visit, or the recall. */
  readonly subjectId: string;
  /** The visit's time that was asked about. */
  readonly occurrence: EpochMs;
  readonly answer: 'confirmed' | 'declined';
  readonly source: AnswerSource;
  /** The message that it was given to; null where staff recorded it. */
  readonly messageId: string | null;
  readonly replyId: string | null;
  /** When the patient gave it: a text may be read later than it came. */
  readonly at: EpochMs;
}

/** Who does something about an answer: a visit that is declined is rebooked, a recall that is confirmed is booked. */
const itemOf: Readonly<
  Record<'appointment' | 'recall', Readonly<Record<AnswerToRecord['answer'], WorklistType | null>>>
> = {
  appointment: { confirmed: null, declined: 'decline' },
  recall: { confirmed: 'booking', declined: null },
};

/**
 * Records an answer that counts, whichever way it came: on the visit and on the message, in the history, for the PMS, and for the people who
 * must know; then plans the visit again. The latest answer wins, and one that turns the one before is a flip. The caller holds
 * the lock of the visit's subject, and has found the visit open. `cause` is for the plan's history, where it is no reply.
 */
export async function recordAnswer(tx: PracticeTransaction, given: AnswerToRecord, cause?: PlanCause): Promise<void> {
  const { subjectId, messageId, replyId, answer } = given;
  const before = await findAnswer(tx, subjectId);
  invariant(before !== null && before.type !== 'order', 'an answer is given to a visit or a recall that exists');
  // None of these waits for another, so they travel together.
  await Promise.all([
    writeAnswer(tx, given),
    addAnswer(tx, given),
    ...(messageId === null ? [] : [answerMessage(tx, messageId, answer)]),
    ...(before.answer === answer
      ? []
      : [queueWriteBack(tx, { ...given, answer }), addNotification(tx, { event: answer, subjectId, messageId })]),
  ]);

  if (before.answer !== answer) {
    const item = itemOf[before.type][answer];
    if (item !== null) await openWorklistItem(tx, { type: item, subjectId, messageId, replyId });
    if (before.answer !== 'none') {
      await addNotification(tx, { event: 'flip', subjectId, messageId });
      await openWorklistItem(tx, { type: 'flip', subjectId, messageId, replyId });
    }
  }
  await planSubjects(tx, [subjectId], cause ?? { name: 'reply', detail: { replyId, answer } });
}
