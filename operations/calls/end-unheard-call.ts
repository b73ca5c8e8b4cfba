import { planNextCall, type CallRow } from '../../db/calls.ts';
import type { PracticeTransaction } from '../../db/database.ts';
import { nextCall, type UnheardEnd } from '../../domain/calls/after-call.ts';
import { moveCall } from './follow-call.ts';
import { phonesOfCall } from './phones-of-call.ts';
import { raisePlan } from '../planning/raise-plan.ts';

/**
 * What follows a call in which nobody heard a word: the next one, on the next phone, while tries are left and it is of use; else the
 * message ends. Only the newest call of a message that still waits for a word does this, and only once.
 */
export async function endUnheardCall(
  tx: PracticeTransaction,
  call: CallRow,
  attemptId: string,
  end: UnheardEnd,
): Promise<void> {
  if (!call.newest || call.state !== 'sent' || call.retryAt !== null) return;
  const next = nextCall({ ...call, contacts: await phonesOfCall(tx, call), now: tx.now });
  if (next !== null) {
    await planNextCall(tx, call.messageId, { ...next, after: end });
    const cause = { name: 'receipt', detail: { messageId: call.messageId, attemptId, unheard: end } } as const;
    await raisePlan(tx, call.subjectId, cause, 'is to be signalled');
    return;
  }
  // A machine took the call: the product calls that received, and shows who did.
  await moveCall(tx, call, attemptId, end === 'machine' ? 'received' : 'not_received', end);
}
