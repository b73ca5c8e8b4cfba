import { createHash } from 'node:crypto';
import type { PracticeTransaction } from '../../db/database.ts';
import { findStaffRequest, keepStaffRequest, lockStaffRequest } from '../../db/staff-requests.ts';
import { Fault } from '../../domain/fault.ts';

/**
 * Does what was asked for under this key once: asked again for the same it answers with the same id, and does nothing. `asked` is
 * all that tells one request from another. Throws `conflict` where the key was used for something else.
 */
export async function onceByKey(
  tx: PracticeTransaction,
  key: string,
  asked: readonly string[],
  work: () => Promise<string>,
): Promise<{ readonly id: string; readonly isNew: boolean }> {
  const digest = createHash('sha256').update(JSON.stringify(asked)).digest();
  await lockStaffRequest(tx, key);
  const before = await findStaffRequest(tx, key);
  if (before === null) {
    const id = await work();
    await keepStaffRequest(tx, { key, digest }, id);
    return { id, isNew: true };
  }
  if (!digest.equals(before.digest)) {
    throw new Fault('conflict', 'This Idempotency-Key was used for another request. Give each its own.');
  }
  return { id: before.resultId, isNew: false };
}
