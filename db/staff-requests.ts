import type { PracticeTransaction } from './database.ts';

/** What staff asked for under a key of theirs. */
export interface StaffRequest {
  readonly key: string;
  /** SHA-256 of what was asked for. */
  readonly digest: Buffer;
}

/** Keeps what came of a request; the lock of its key is held. */
export async function keepStaffRequest(
  tx: PracticeTransaction,
  { key, digest }: StaffRequest,
  resultId: string,
): Promise<void> {
  await tx.sql`
    INSERT INTO staff_requests (practice_id, idempotency_key, digest, result_id, at)
    VALUES (${tx.practiceId}, ${key}, ${digest}, ${resultId}, ${tx.now})`;
}

/** Lets a second request with this key wait until the first has ended. */
export async function lockStaffRequest(tx: PracticeTransaction, key: string): Promise<void> {
  await tx.sql`SELECT pg_advisory_xact_lock(hashtextextended('request ' || ${tx.practiceId} || ${key}, 0))`;
}

/** What came of the request with this key, and what it asked for; null where there was none. */
export async function findStaffRequest(
  tx: PracticeTransaction,
  key: string,
): Promise<{ readonly digest: Buffer; readonly resultId: string } | null> {
  const [row] = await tx.sql<{ digest: Buffer; resultId: string }[]>`
    SELECT digest, result_id AS "resultId" FROM staff_requests WHERE idempotency_key = ${key}`;
  return row ?? null;
}
