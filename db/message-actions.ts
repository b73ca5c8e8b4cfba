import type { EpochMs } from '../domain/planning/plan.ts';
import type { PracticeTransaction } from './database.ts';

/** The subject that a message is about; null where the practice has no such message. It never changes. */
export async function findSubjectOfMessage(tx: PracticeTransaction, messageId: string): Promise<string | null> {
  const [row] = await tx.sql<{ subjectId: string }[]>`
    SELECT subject_id AS "subjectId" FROM messages WHERE id = ${messageId}`;
  return row?.subjectId ?? null;
}

/** Gives a waiting message the time that staff want; the locks of its subject and of itself are held. */
export async function setMessageTime(tx: PracticeTransaction, messageId: string, at: EpochMs): Promise<void> {
  await tx.sql`
    UPDATE messages SET set_at = ${at}, send_at = ${at}, moved_by = '{staff}', detail = NULL
    WHERE id = ${messageId} AND state = 'not_sent'`;
}

/** Lets messages wait again that staff withheld; the next plan says what becomes of them. */
export async function unwithholdMessages(tx: PracticeTransaction, messageIds: readonly string[]): Promise<void> {
  await tx.sql`
    UPDATE messages SET state = 'not_sent', reason = NULL, state_at = ${tx.now}
    WHERE id = ANY(${messageIds as string[]}::uuid[]) AND state = 'withheld' AND reason = 'staff'`;
}
