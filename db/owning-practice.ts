import type { Transaction } from './database.ts';

/** Whose visit this is; null where there is none of that id. Needs a transaction across practices. */
export async function findPracticeOfVisit(tx: Transaction, appointmentId: string): Promise<string | null> {
  const [row] = await tx.sql<{ practiceId: string }[]>`
    SELECT practice_id AS "practiceId" FROM subjects WHERE id = ${appointmentId} AND type = 'appointment'`;
  return row?.practiceId ?? null;
}

/** Whose message this is; null where there is none of that id. Needs a transaction across practices. */
export async function findPracticeOfMessage(tx: Transaction, messageId: string): Promise<string | null> {
  const [row] = await tx.sql<{ practiceId: string }[]>`
    SELECT practice_id AS "practiceId" FROM messages WHERE id = ${messageId}`;
  return row?.practiceId ?? null;
}
