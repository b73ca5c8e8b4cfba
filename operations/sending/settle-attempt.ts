import type { Verdict } from '../../channels/channel.ts';
import {
  closeAttempt,
  correctAttempt,
  findAttemptTargets,
  lockAttempt,
  mergeCarried,
  moveMessage,
  noteDoubt,
  returnMerged,
  returnMessage,
  takeBackReturn,
  type AttemptRow,
  type AttemptTargets,
  type SettledBy,
} from '../../db/attempts.ts';
import { returnCall } from '../../db/calls.ts';
import { findSubjectsOfContact, noteContactFact, type ContactFact } from '../../db/contact-points.ts';
import type { PracticeTransaction } from '../../db/database.ts';
import { isUntold } from '../../db/raw-facts.ts';
import { lockSubjects } from '../../db/subjects.ts';
import { endWorklistItems, openWorklistItem } from '../../db/worklist.ts';
import type { EpochMs } from '../../domain/planning/plan.ts';
import { moveByReceipt, type Standing } from '../../domain/receipts/move-by-receipt.ts';
import { callNextPhone } from '../calls/call-next-phone.ts';
import { planSubjects } from '../planning/plan-subjects.ts';
import { raisePlan } from '../planning/raise-plan.ts';

/** How a hand-over ended, and who said so. `ambiguous` leaves it open; `lost`: nobody said, and nobody is expected to any more. */
export type AttemptEnd =
  | { readonly end: 'taken'; readonly carrierId: string; readonly by: SettledBy }
  | { readonly end: 'refused'; readonly code: string; readonly verdict: Verdict; readonly by: SettledBy }
  | { readonly end: 'not_taken'; readonly code: string; readonly retryAt: EpochMs; readonly by: SettledBy }
  | { readonly end: 'lost'; readonly code: string; readonly by: 'deadline' }
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
  await planWhatFollows(tx, targets, {
    concerned,
    fact: settled.ended ? fact : null,
    changesPlan: settled.changesPlan,
  });
}

/** What settling did: whether the attempt has its end from this, and whether a plan is another for it. */
export interface Settled {
  readonly ended: boolean;
  readonly changesPlan: boolean;
}

const untouched: Settled = { ended: false, changesPlan: false };

/** The same where the locks of the subjects are held; what follows for their plans is left to the caller. */
export async function settleLocked(tx: PracticeTransaction, attemptId: string, end: AttemptEnd): Promise<Settled> {
  const attempt = await lockAttempt(tx, attemptId);
  if (attempt === null) return untouched;
  if (end.end === 'taken' && isCorrected(attempt, end)) {
    return { ended: true, changesPlan: await takenAfterAll(tx, attempt, end) };
  }
  if (attempt.outcome !== 'open') return untouched;
  // A word of the carrier that came meanwhile, and is read in a moment, says more than its absence did.
  if (isAbsence(end) && (await isUntold(tx, attempt.messageId))) return untouched;
  if (end.end === 'ambiguous') {
    await noteDoubt(tx, attemptId, end.code);
    return untouched;
  }

  // What follows needs nothing of the first, so they travel together.
  const [, changesPlan] = await Promise.all([
    closeAttempt(tx, attemptId, {
      outcome: end.end,
      carrierId: end.end === 'taken' ? end.carrierId : null,
      code: end.end === 'taken' ? null : end.code,
      settledBy: end.by,
    }),
    moveOn(tx, attempt, end),
  ]);
  return { ended: true, changesPlan };
}

function isAbsence(end: AttemptEnd): boolean {
  return end.end === 'lost' || (end.end === 'not_taken' && end.by === 'list');
}

/**
 * Whether a word of the carrier corrects how an attempt ended: by what was concluded without it (an absence, a deadline, a refusal
 * that was none), or under another hand-over's id, where only its list had been asked.
 */
function isCorrected(attempt: AttemptRow, { carrierId, by }: Extract<AttemptEnd, { end: 'taken' }>): boolean {
  if (attempt.outcome === 'open') return false;
  return (
    attempt.outcome !== 'taken' || (attempt.settledBy === 'list' && by !== 'list' && attempt.carrierId !== carrierId)
  );
}

/**
 * The carrier has it after all: what waits to go again must not, nor what it carried, and what is in hand again must not be tried a
 * third time. Says whether a plan is another for it: who was told a time that has changed since, is to be told.
 */
async function takenAfterAll(
  tx: PracticeTransaction,
  attempt: AttemptRow,
  end: Extract<AttemptEnd, { end: 'taken' }>,
): Promise<boolean> {
  await correctAttempt(tx, attempt.id, end.carrierId, end.by);
  if (attempt.outcome === 'lost') await endWorklistItems(tx, 'unknown_send', attempt.messageId);
  const waited = await takeBackReturn(tx, attempt.messageId);
  const carried = await mergeCarried(tx, attempt);
  const cause = { name: 'receipt', detail: { messageId: attempt.messageId, attemptId: attempt.id } } as const;
  for (const subjectId of [...(waited ? [attempt.subjectId] : []), ...carried]) {
    await raisePlan(tx, subjectId, cause, 'is to be signalled');
  }
  if (waited) return true;
  const moved = moveByReceipt(standingOf(attempt), 'sent');
  const ends = moved !== null && (await moveMessage(tx, attempt.messageId, { ...moved, detail: null, sent: true }));
  return ends || carried.length > 0;
}

/** Says whether a plan is another for it. */
async function moveOn(
  tx: PracticeTransaction,
  attempt: AttemptRow,
  end: Exclude<AttemptEnd, { end: 'ambiguous' }>,
): Promise<boolean> {
  switch (end.end) {
    case 'not_taken':
      await putBack(tx, attempt, end);
      return false;
    case 'lost':
      return giveUp(tx, attempt, end.code);
    case 'taken':
    case 'refused': {
      if (end.end === 'refused' && (await goesToNextPhone(tx, attempt, end))) return false;
      const moved = moveByReceipt(standingOf(attempt), end.end === 'taken' ? 'sent' : 'not_received');
      if (moved === null) return false;
      const detail = end.end === 'taken' ? null : end.code;
      return moveMessage(tx, attempt.messageId, { ...moved, detail, sent: end.end === 'taken' });
    }
  }
}

/** A call that was refused for its number goes to the patient's next phone; who opted out there has not asked for it elsewhere. */
async function goesToNextPhone(
  tx: PracticeTransaction,
  attempt: AttemptRow,
  { code, verdict }: Extract<AttemptEnd, { end: 'refused' }>,
): Promise<boolean> {
  if (verdict === 'opted_out' || verdict === 'sender_at_fault' || !(await callNextPhone(tx, attempt))) return false;
  const cause = { name: 'send', detail: { messageId: attempt.messageId, refused: code } } as const;
  await raisePlan(tx, attempt.subjectId, cause, 'is handed it');
  return true;
}

/** The one way back: it is proven that the carrier has it not. */
async function putBack(
  tx: PracticeTransaction,
  attempt: AttemptRow,
  end: Extract<AttemptEnd, { end: 'not_taken' }>,
): Promise<void> {
  const { messageId, messageState, subjectId } = attempt;
  const cause = { name: 'send', detail: { messageId, notTaken: end.code } } as const;
  const toldBy = end.by === 'response' ? 'is handed it' : 'is to be signalled';
  if (messageState === 'sent') {
    // A call that is made again has been sent before, and waits for the next one as it did, with what was merged into it.
    await returnCall(tx, messageId, end.retryAt);
    await raisePlan(tx, subjectId, cause, toldBy);
    return;
  }
  if (messageState !== 'sending') return;
  await returnMessage(tx, messageId, end.retryAt, end.code);
  await raisePlan(tx, subjectId, cause, toldBy);
  for (const merged of await returnMerged(tx, attempt, end.retryAt)) {
    await raisePlan(tx, merged, cause, 'is to be signalled');
  }
}

/** Nobody will ever say whether it went, so it is not tried again, and a person is to know. */
async function giveUp(tx: PracticeTransaction, attempt: AttemptRow, code: string): Promise<boolean> {
  // A call that is made again has been sent before: nobody will say either whether somebody heard it.
  if (attempt.messageState !== 'sending' && attempt.messageState !== 'sent') return false;
  const answered = attempt.messageWord === null ? null : moveByReceipt(standingOf(attempt), attempt.messageWord);
  if (answered !== null) return moveMessage(tx, attempt.messageId, { ...answered, detail: null, sent: true });
  await openWorklistItem(tx, { type: 'unknown_send', messageId: attempt.messageId });
  return moveMessage(tx, attempt.messageId, { state: 'unknown', word: null, detail: code, sent: false });
}

/** How the attempt's message stands. */
export function standingOf({ messageState, messageWord }: AttemptRow): Standing {
  return { state: messageState, word: messageWord };
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

/** Locks the subjects that the message speaks for, and where something is learnt of the contact point, every one that writes to it. */
export async function lockConcerned(
  tx: PracticeTransaction,
  targets: AttemptTargets,
  fact: ContactFact | null,
): Promise<string[]> {
  const others = fact === null ? [] : await findSubjectsOfContact(tx, targets.contactPointId);
  const concerned = [...new Set([targets.subjectId, ...targets.mergedSubjectIds, ...others])];
  await lockSubjects(tx, concerned);
  return concerned;
}

/**
 * Notes what was learnt of the contact point, and plans again for everyone whom that or the message's new state concerns; their
 * subjects are locked. Both at once: a backup must not be started by a failure that was an opt-out.
 */
export async function planWhatFollows(
  tx: PracticeTransaction,
  { contactPointId, messageId }: AttemptTargets,
  what: { readonly concerned: readonly string[]; readonly fact: ContactFact | null; readonly changesPlan: boolean },
): Promise<void> {
  if (what.fact !== null) await noteContactFact(tx, contactPointId, what.fact);
  if (what.fact === null && !what.changesPlan) return;
  await planSubjects(tx, what.concerned, { name: 'receipt', detail: { messageId, fact: what.fact } });
}
