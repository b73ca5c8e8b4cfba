import type { Verdict } from '../channels/channel.ts';
import {
  closeAttempt,
  findAttemptTargets,
  lockAttempt,
  moveMessage,
  noteDoubt,
  returnMessage,
  takeBackAbsence,
  type AttemptRow,
  type SettledBy,
} from '../db/attempts.ts';
import { findSubjectsOfContact, noteContactFact, type ContactFact } from '../db/contact-points.ts';
import type { PracticeTransaction } from '../db/database.ts';
import { lockSubjects } from '../db/subjects.ts';
import type { EpochMs } from '../domain/planning/plan.ts';
import { moveByReceipt } from '../domain/receipts/move-by-receipt.ts';
import { planSubjects } from './plan-subjects.ts';
import { raisePlan } from './raise-plan.ts';

/** How a hand-over ended, and who said so. `ambiguous` leaves it open. */
export type AttemptEnd =
  | { readonly end: 'taken'; readonly carrierId: string; readonly by: SettledBy }
  | { readonly end: 'refused'; readonly code: string; readonly verdict: Verdict; readonly by: SettledBy }
  | { readonly end: 'not_taken'; readonly code: string; readonly retryAt: EpochMs; readonly by: SettledBy }
  | { readonly end: 'ambiguous'; readonly code: string };

/**
 * Writes the end of an attempt and moves its message on. An attempt that has an end already keeps it. The locks are taken in
 * the house's order, so this may be called first thing in a transaction only.
 */
export async function settleAttempt(tx: PracticeTransaction, attemptId: string, end: AttemptEnd): Promise<void> {
  const targets = await findAttemptTargets(tx, attemptId);
  if (targets === null) return;
  const fact = end.end === 'refused' ? contactFactOf(end.verdict) : null;
  const concerned = await lockConcerned(tx, targets, fact);
  const settled = await settleLocked(tx, attemptId, end);
  if (settled && fact !== null) await learnOfContact(tx, targets.contactPointId, fact, concerned, targets.messageId);
}

/** The same where the locks of the subjects are held. Says whether the attempt has its end from this. */
export async function settleLocked(tx: PracticeTransaction, attemptId: string, end: AttemptEnd): Promise<boolean> {
  const attempt = await lockAttempt(tx, attemptId);
  if (attempt?.outcome === 'not_taken' && end.end === 'taken') {
    await takenAfterAll(tx, attempt, end.carrierId);
    return true;
  }
  if (attempt?.outcome !== 'open') return false;
  if (end.end === 'ambiguous') {
    await noteDoubt(tx, attemptId, end.code);
    return false;
  }

  await closeAttempt(tx, attemptId, {
    outcome: end.end,
    carrierId: end.end === 'taken' ? end.carrierId : null,
    code: end.end === 'taken' ? null : end.code,
    settledBy: end.by,
  });
  await moveOn(tx, attempt, end);
  return true;
}

/** The carrier was slower than any absence proves: what waits to go again must not. */
async function takenAfterAll(tx: PracticeTransaction, attempt: AttemptRow, carrierId: string): Promise<void> {
  if (!(await takeBackAbsence(tx, attempt, carrierId))) return;
  const cause = { name: 'receipt', detail: { messageId: attempt.messageId, attemptId: attempt.id } } as const;
  await raisePlan(tx, attempt.subjectId, cause, 'is to be signalled');
}

async function moveOn(
  tx: PracticeTransaction,
  attempt: AttemptRow,
  end: Exclude<AttemptEnd, { end: 'ambiguous' }>,
): Promise<void> {
  if (end.end === 'not_taken') {
    if (attempt.messageState !== 'sending') return;
    await returnMessage(tx, attempt.messageId, end.retryAt, end.code);
    const cause = { name: 'send', detail: { messageId: attempt.messageId, notTaken: end.code } } as const;
    await raisePlan(tx, attempt.subjectId, cause, end.by === 'response' ? 'is handed it' : 'is to be signalled');
    return;
  }
  const state = moveByReceipt(attempt.messageState, end.end === 'taken' ? 'sent' : 'not_received');
  if (state === null) return;
  await moveMessage(tx, attempt.messageId, {
    state,
    detail: end.end === 'taken' ? null : end.code,
    sent: end.end === 'taken',
  });
}

/** What a carrier's verdict teaches of the contact point for good; null where it is about the moment or about the sender. */
export function contactFactOf(verdict: Verdict): ContactFact | null {
  switch (verdict) {
    case 'opted_out':
    case 'landline':
      return verdict;
    case 'invalid_contact':
      return 'invalid';
    default:
      return null;
  }
}

/** Locks the subject, and where something is learnt of the contact point, every subject that writes to it. */
export async function lockConcerned(
  tx: PracticeTransaction,
  targets: { readonly subjectId: string; readonly contactPointId: string },
  fact: ContactFact | null,
): Promise<string[]> {
  const others = fact === null ? [] : await findSubjectsOfContact(tx, targets.contactPointId);
  const concerned = [...new Set([targets.subjectId, ...others])];
  await lockSubjects(tx, concerned);
  return concerned;
}

/** Notes the fact and plans again for everyone whom it concerns; their subjects are locked. */
export async function learnOfContact(
  tx: PracticeTransaction,
  contactPointId: string,
  fact: ContactFact,
  concerned: readonly string[],
  messageId: string,
): Promise<void> {
  await noteContactFact(tx, contactPointId, fact);
  await planSubjects(tx, concerned, { name: 'receipt', detail: { messageId, fact } });
}
