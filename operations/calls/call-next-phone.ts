import { findCall, findCalledPhones, planCallAfterRefusal } from '../../db/calls.ts';
import type { PracticeTransaction } from '../../db/database.ts';
import { nextAfterRefusal } from '../../domain/calls/after-call.ts';
import { phonesOfCall } from './phones-of-call.ts';

/**
 * The carrier refused a call for its number: the patient's next phone that it has not refused is called instead. Says whether there
 * is one; what is no call has none.
 */
export async function callNextPhone(
  tx: PracticeTransaction,
  { id, messageId }: { readonly id: string; readonly messageId: string },
): Promise<boolean> {
  const call = await findCall(tx, id, messageId);
  if (call === null) return false;
  const [contacts, called] = await Promise.all([phonesOfCall(tx, call), findCalledPhones(tx, messageId)]);
  const next = nextAfterRefusal({ ...call, ...called, contacts, now: tx.now });
  if (next === null) return false;
  await planCallAfterRefusal(tx, messageId, { ...next, after: 'failed' });
  return true;
}
