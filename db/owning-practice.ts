import type { Transaction } from './database.ts';
import type { SubjectType } from './subjects.ts';

/** A visit, a recall or an order, by whose it is. */
export interface OwnedSubject {
  readonly practiceId: string;
  readonly type: Exclude<SubjectType, 'message'>;
}

/** Whose visit, recall or order this is; null where there is none of that id. Needs a transaction across practices. */
export async function findOwnedSubject(tx: Transaction, subjectId: string): Promise<OwnedSubject | null> {
  const [row] = await tx.sql<OwnedSubject[]>`
    SELECT practice_id AS "practiceId", type FROM subjects WHERE id = ${subjectId} AND type <> 'message'`;
  return row ?? null;
}

/** Whose message this is; null where there is none of that id. Needs a transaction across practices. */
export async function findPracticeOfMessage(tx: Transaction, messageId: string): Promise<string | null> {
  const [row] = await tx.sql<{ practiceId: string }[]>`
    SELECT practice_id AS "practiceId" FROM messages WHERE id = ${messageId}`;
  return row?.practiceId ?? null;
}
