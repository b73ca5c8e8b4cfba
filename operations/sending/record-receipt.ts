import type { Verdict } from '../../channels/channel.ts';
import { findAttemptTargets, lockAttempt, moveMessage } from '../../db/attempts.ts';
import type { Database, PracticeTransaction } from '../../db/database.ts';
import { addReceipt } from '../../db/receipts.ts';
import type { EpochMs } from '../../domain/planning/plan.ts';
import { moveByReceipt, type ReceiptWord } from '../../domain/receipts/move-by-receipt.ts';
import { contactFactOf, lockConcerned, planWhatFollows, settleLocked, standingOf } from './settle-attempt.ts';

/** A carrier's report of one hand-over, as the callback address and the channel's reading of it give it. */
export interface Receipt {
  readonly practiceId: string;
  readonly messageId: string;
  readonly attemptId: string;
  readonly carrierId: string;
  /** The carrier's own word, kept as it is. */
  readonly status: string;
  readonly code: string | null;
  /** What that word says of the message; null for one that says nothing new. */
  readonly word: ReceiptWord | null;
  /** What the code says of the contact point, the sender or the moment. */
  readonly verdict: Verdict | null;
  /** The carrier's id of this report, where it gives one. */
  readonly eventId?: string;
  readonly raw: Readonly<Record<string, unknown>>;
  /** When it came, where that was before it is recorded. */
  readonly receivedAt?: EpochMs;
}

/** Keeps a receipt, in a transaction of its own. */
export function recordReceipt(db: Database, receipt: Receipt): Promise<void> {
  return db.inPractice(receipt.practiceId, (tx) => takeInReceipt(tx, receipt));
}

/**
 * Keeps a receipt and moves its message forward. Any report at all proves that the carrier has the hand-over, so it settles one
 * that ended without a word. Late, twice (known by its id, where it has one) or out of order it changes nothing that is further
 * on. A receipt that names no attempt of ours, or that attempt under another id than the carrier's answer gave, is kept too, and
 * moves nothing.
 */
export async function takeInReceipt(tx: PracticeTransaction, receipt: Omit<Receipt, 'practiceId'>): Promise<void> {
  const targets = await findAttemptTargets(tx, receipt.attemptId);
  const known = targets?.messageId === receipt.messageId ? targets : null;
  const isNew = await addReceipt(tx, {
    ...receipt,
    eventId: receipt.eventId ?? null,
    messageId: known === null ? null : receipt.messageId,
    attemptId: known === null ? null : receipt.attemptId,
  });
  if (known === null || !isNew) return;

  const fact = receipt.verdict === null ? null : contactFactOf(receipt.verdict);
  const concerned = await lockConcerned(tx, known, fact);
  const settled = await settleLocked(tx, receipt.attemptId, {
    end: 'taken',
    carrierId: receipt.carrierId,
    by: 'callback',
  });
  const attempt = await lockAttempt(tx, receipt.attemptId);
  // The carrier gave that hand-over another id when it took it: this is about something else.
  if (attempt?.carrierId !== receipt.carrierId) return;

  const moved = receipt.word === null ? null : moveByReceipt(standingOf(attempt), receipt.word);
  const changesPlan =
    moved !== null && (await moveMessage(tx, receipt.messageId, { ...moved, detail: receipt.code, sent: true }));
  await planWhatFollows(tx, known, { concerned, fact, changesPlan: changesPlan || settled.changesPlan });
}
