import type { PracticeTransaction } from '../../db/database.ts';
import { answerMessage } from '../../db/replies.ts';
import { addAnswer } from '../../db/visits.ts';
import { openWorklistItem } from '../../db/worklist.ts';
import type { AnswerToRecord } from './record-answer.ts';

/**
 * Notes an answer that counts no more, because its visit moved, was cancelled or has begun: it stands in the history for the time
 * that was asked about, the visit's own answer stays, and a person calls. The lock of the visit's subject is held.
 */
export async function recordLateAnswer(
  tx: PracticeTransaction,
  given: AnswerToRecord & { readonly messageId: string },
): Promise<void> {
  const { subjectId, messageId, replyId } = given;
  await addAnswer(tx, given);
  await answerMessage(tx, messageId, given.answer);
  await openWorklistItem(tx, { type: 'late_answer', subjectId, messageId, replyId });
}
