import type { GivenAnswer, OpenQuestion } from '../domain/answers/reply-effects.ts';
import type { EpochMs } from '../domain/planning/plan.ts';
import type { PracticeTransaction } from './database.ts';

/** Between whom a question was asked. */
export interface Conversation {
  readonly senderId: string;
  readonly contactPointId: string;
}

/** The question back that waits for its answer; null where there is none. */
export async function findOpenQuestion(tx: PracticeTransaction, between: Conversation): Promise<OpenQuestion | null> {
  const [row] = await tx.sql<OpenQuestion[]>`
    SELECT id, answer, asked_at AS "askedAt", choices
    FROM questions
    WHERE sender_id = ${between.senderId} AND contact_point_id = ${between.contactPointId} AND settled_at IS NULL`;
  return row ?? null;
}

/** Settles the open question, if there is one, by the reply that answered or overtook it. */
export async function settleQuestion(tx: PracticeTransaction, between: Conversation, replyId: string): Promise<void> {
  await tx.sql`
    UPDATE questions SET settled_at = ${tx.now}, settled_by = ${replyId}
    WHERE sender_id = ${between.senderId} AND contact_point_id = ${between.contactPointId} AND settled_at IS NULL`;
}

/** Notes what was asked back, with what its letters stand for. */
export async function addQuestion(
  tx: PracticeTransaction,
  question: Conversation & {
    readonly replyId: string;
    readonly answer: GivenAnswer;
    readonly choices: readonly {
      readonly messageId: string;
      readonly subjectId: string;
      readonly occurrence: EpochMs;
    }[];
  },
): Promise<void> {
  const choices = question.choices.map(({ messageId, subjectId, occurrence }) => ({
    messageId,
    appointmentId: subjectId,
    occurrence,
  }));
  await tx.sql`
    INSERT INTO questions (practice_id, sender_id, contact_point_id, reply_id, answer, choices, asked_at)
    VALUES (${tx.practiceId}, ${question.senderId}, ${question.contactPointId}, ${question.replyId}, ${question.answer},
      ${tx.sql.json(choices)}, ${tx.now})`;
}

/** A question back that named a visit or a recall. */
export interface QuestionEvent {
  readonly answer: GivenAnswer;
  readonly choices: number;
  readonly at: EpochMs;
  readonly settledAt: EpochMs | null;
}

/** Every question back that named this visit or recall, oldest first. */
export function findQuestionEvents(tx: PracticeTransaction, subjectId: string): Promise<QuestionEvent[]> {
  return tx.sql<QuestionEvent[]>`
    SELECT answer, jsonb_array_length(choices) AS choices, asked_at AS at, settled_at AS "settledAt"
    FROM questions
    WHERE choices @> ${tx.sql.json([{ appointmentId: subjectId }])}
    ORDER BY asked_at, id`;
}
