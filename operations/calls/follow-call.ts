import type { Verdict } from '../../channels/channel.ts';
import { findAttemptTargets, lockAttempt, moveMessage } from '../../db/attempts.ts';
import { findCall, type CallRow } from '../../db/calls.ts';
import type { PracticeTransaction } from '../../db/database.ts';
import { findCarrier } from '../../db/practices.ts';
import { addReceipt } from '../../db/receipts.ts';
import type { Carrier } from '../../domain/carrier.ts';
import { Fault } from '../../domain/fault.ts';
import { moveByReceipt, type ReceiptWord } from '../../domain/receipts/move-by-receipt.ts';
import { planSubjects } from '../planning/plan-subjects.ts';
import { contactFactOf, lockConcerned, planWhatFollows, settleLocked, standingOf } from '../sending/settle-attempt.ts';

/** Which call the carrier speaks of, by the ids in the address that it was given. */
export interface CallIds {
  readonly practiceId: string;
  readonly messageId: string;
  readonly attemptId: string;
}

/** What the carrier said of a call, kept as it came. */
export interface CallWord {
  /** Whose account signed it: a practice of the simulator takes nothing from a real carrier, nor the other way round. */
  readonly carriers: readonly Carrier[];
  readonly carrierId: string;
  readonly status: string;
  readonly code: string | null;
  readonly verdict: Verdict | null;
  readonly raw: Readonly<Record<string, string>>;
}

/**
 * Keeps what the carrier said and returns its call, whose subject is then locked. Any word proves that the carrier has the call, so it
 * settles a hand-over that ended without one. Null: it names no call of ours, or this hand-over under another id than the
 * carrier's answer gave; then nothing follows. Throws `forbidden` where it was signed by an account that is not the practice's.
 */
export async function followCall(
  tx: PracticeTransaction,
  { messageId, attemptId }: CallIds,
  said: CallWord,
): Promise<CallRow | null> {
  const [targets, carrier] = await Promise.all([findAttemptTargets(tx, attemptId), findCarrier(tx)]);
  if (carrier === null || !said.carriers.includes(carrier)) {
    throw new Fault('forbidden', 'This account does not call for the practice that the address names.');
  }
  const known = targets?.messageId === messageId ? targets : null;
  await addReceipt(tx, {
    ...said,
    eventId: null,
    messageId: known === null ? null : messageId,
    attemptId: known === null ? null : attemptId,
  });
  if (known === null) return null;

  const fact = said.verdict === null ? null : contactFactOf(said.verdict);
  const concerned = await lockConcerned(tx, known, fact);
  const settled = await settleLocked(tx, attemptId, { end: 'taken', carrierId: said.carrierId, by: 'callback' });
  const attempt = await lockAttempt(tx, attemptId);
  if (attempt?.carrierId !== said.carrierId) return null;
  await planWhatFollows(tx, known, { concerned, fact, changesPlan: settled.changesPlan });
  return findCall(tx, attemptId, messageId);
}

/**
 * Moves the message of a call by a word, where that says more than what was said before; where it ends as failed, or came after all,
 * every visit that it spoke of is planned again. Says whether it moved.
 */
export async function moveCall(
  tx: PracticeTransaction,
  call: CallRow,
  attemptId: string,
  word: ReceiptWord,
  detail: string | null,
): Promise<boolean> {
  const attempt = await lockAttempt(tx, attemptId);
  const moved = attempt === null ? null : moveByReceipt(standingOf(attempt), word);
  if (attempt === null || moved === null) return false;
  if (await moveMessage(tx, call.messageId, { ...moved, detail, sent: true })) {
    await planSubjects(tx, call.subjectIds, { name: 'receipt', detail: { messageId: call.messageId, word } });
  }
  return true;
}
