import type { EpochMs } from '../domain/planning/plan.ts';
import type { Transaction } from './database.ts';

export interface SubjectOfPractice {
  readonly subjectId: string;
  readonly practiceId: string;
}

/** Subjects with a message that was due before the given time and that nothing is about to tell the engine of. */
export function findForgottenSubjects(tx: Transaction, dueBefore: EpochMs): Promise<SubjectOfPractice[]> {
  return tx.sql<SubjectOfPractice[]>`
    SELECT DISTINCT message.subject_id AS "subjectId", message.practice_id AS "practiceId"
    FROM messages message
    WHERE (message.state = 'not_sent' AND message.send_at < ${dueBefore} OR message.retry_at < ${dueBefore})
      AND NOT EXISTS (SELECT FROM outbox WHERE outbox.subject_id = message.subject_id)
    LIMIT 1000`;
}

/** Subjects whose newest plan the engine is not known to have, with no mark that would bring it there. */
export function findUntoldSubjects(tx: Transaction): Promise<SubjectOfPractice[]> {
  return tx.sql<SubjectOfPractice[]>`
    SELECT subject.id AS "subjectId", subject.practice_id AS "practiceId"
    FROM subjects subject
    WHERE subject.engine_version < subject.plan_version
      AND NOT EXISTS (SELECT FROM outbox WHERE outbox.subject_id = subject.id)
    LIMIT 1000`;
}
