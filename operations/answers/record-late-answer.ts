import type { PracticeTransaction } from '../../db/database.ts';
import { answerMessage } from '../../db/replies.ts';
import { addAnswer, findStandingAnswerOfMessage } from '../../db/visits.ts';
import { openWorklistItem } from '../../db/worklist.ts';
import type { AnswerToRecord } from './record-answer.ts';

/**
 * Notes an answer that counts no more, because its visit moved, was cancelled or has begun, or a later answer was read before it: it stands in the history for the time
 * that was asked about, the visit's own answer stays, and a person calls. The lock of the visit's subject is held.
 */
export async function recordLateAnswer(
  tx: PracticeTransaction,
  given: AnswerToRecord & { readonly messageId: string },
): Promise<void> {
  const { subjectId, messageId, replyId } = given;
  await addAnswer(tx, given);
  await answerMessage(tx, messageId, await findStandingAnswerOfMessage(tx, messageId, []));
  await openWorklistItem(tx, { type: 'late_answer', subjectId, messageId, replyId });
}
