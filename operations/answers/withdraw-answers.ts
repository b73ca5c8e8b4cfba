import type { PracticeTransaction } from '../../db/database.ts';
import type { LinkedVisit } from '../../db/patient-pages.ts';
import { answerMessage } from '../../db/replies.ts';
import { addAnswer, findStandingAnswer, findStandingAnswerOfMessage, writeStandingAnswer } from '../../db/visits.ts';
import { overtakeWriteBacks, queueWriteBack } from '../../db/write-backs.ts';
import { planSubjects } from '../planning/plan-subjects.ts';

/** Answers that turned out not to be the patient's. */
export interface WithdrawnAnswers {
  /** The visits that they were given for, and the messages that asked about them. */
  readonly visits: readonly Pick<LinkedVisit, 'subjectId' | 'messageId' | 'occurrence' | 'answer'>[];
  readonly source: 'text' | 'email';
  /** The replies that gave them. */
  readonly givenBy: readonly string[];
  /** The reply that showed it. */
  readonly replyId: string | null;
}

/**
 * Takes answers back as if they had never been given: each visit has again the answer that it had, or got by another way since,
 * and the PMS is not told of what does not stand. History keeps both. The caller holds the locks of the visits' subjects.
 */
export async function withdrawAnswers(tx: PracticeTransaction, withdrawn: WithdrawnAnswers): Promise<void> {
  const { visits, source, givenBy, replyId } = withdrawn;
  if (givenBy.length === 0) return;
  for (const { subjectId, messageId, occurrence, answer: before } of visits) {
    const standing = await findStandingAnswer(tx, { subjectId, occurrence, without: givenBy });
    const answer = standing?.answer ?? 'none';
    await writeStandingAnswer(tx, subjectId, standing);
    await addAnswer(tx, { subjectId, occurrence, answer, source, messageId: null, replyId, at: tx.now });
    await answerMessage(tx, messageId, await findStandingAnswerOfMessage(tx, messageId, givenBy));
    if (answer === before) continue;
    if (answer === 'none') await overtakeWriteBacks(tx, subjectId);
    else await queueWriteBack(tx, { subjectId, occurrence, answer });
  }
  await planSubjects(
    tx,
    visits.map(({ subjectId }) => subjectId),
    { name: 'reply', detail: { replyId } },
  );
}
