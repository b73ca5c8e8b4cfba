import type { Database, PracticeTransaction } from '../../db/database.ts';
import { findPracticeOfMessage } from '../../db/owning-practice.ts';

/** Works in a transaction of the practice that a message is of. Null, and nothing done, where there is no such message. */
export async function inPracticeOfMessage<Result>(
  db: Database,
  messageId: string,
  work: (tx: PracticeTransaction) => Promise<Result>,
): Promise<Result | null> {
  const practiceId = await db.acrossPractices((tx) => findPracticeOfMessage(tx, messageId));
  return practiceId === null ? null : db.inPractice(practiceId, work);
}
