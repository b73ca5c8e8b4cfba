import type { Database, PracticeTransaction } from '../../db/database.ts';

/** What `work` finds in a transaction that leaves nothing behind. */
export async function undone<T>(
  db: Database,
  practiceId: string,
  work: (tx: PracticeTransaction) => Promise<T>,
): Promise<T> {
  const found: T[] = [];
  try {
    await db.inPractice(practiceId, async (tx) => {
      found[0] = await work(tx);
      throw new Undone('undone');
    });
  } catch (error) {
    if (!(error instanceof Undone)) throw error;
  }
  return found[0] as T;
}

/** Ends the transaction, and with it all that it wrote. */
class Undone extends Error {}
