import { findAttemptTargets } from '../../db/attempts.ts';
import { findAskedByMessage, noteHeard, type CallRow } from '../../db/calls.ts';
import { findSubjectsOfContact } from '../../db/contact-points.ts';
import type { Database, PracticeTransaction } from '../../db/database.ts';
import { addReply, findReplyOutcome } from '../../db/replies.ts';
import { lockSubjects } from '../../db/subjects.ts';
import { openWorklistItem } from '../../db/worklist.ts';
import { whichVisit, type WhichVisit } from '../../domain/answers/which-visit.ts';
import { readCallKey, type CallKey, type CallStep } from '../../domain/calls/call-step.ts';
import { callWords } from '../../domain/calls/call-words.ts';
import { nothingToSay, theMessage, timesSaid } from './answer-call.ts';
import { connectToDesk } from './connect-desk.ts';
import { followCall, type CallIds, type CallWord } from './follow-call.ts';
import { recordAnswer } from '../answers/record-answer.ts';
import { recordConsent } from '../answers/record-consent.ts';

/** What came of a key. */
type KeyOutcome = 'answered' | 'opted_out' | 'visit_changed' | 'several_visits' | 'unclear';

/** A key that was pressed, or the silence in which none was. */
export interface PressedKey extends CallWord {
  readonly digits: string;
  /** How often the message had been said by then; 0: only who calls. */
  readonly said: number;
  /** Whether the patient is still there to hear what follows. */
  readonly open: boolean;
}

/**
 * Keeps a key as it was pressed, and in the same transaction does what it says: 1 confirms, 9 declines and (of a visit) connects to the desk, 8
 * ends automated calls and texts to this number, anything else has the message said again, a few times. A key that the carrier
 * brings twice is recorded once, and is answered alike.
 */
export function recordCallKey(db: Database, ids: CallIds, key: PressedKey): Promise<CallStep> {
  return db.inPractice(ids.practiceId, async (tx) => {
    const meaning = readCallKey(key.digits);
    await lockAll(tx, ids, meaning);
    const call = await followCall(tx, ids, key);
    if (call === null) return nothingToSay;
    if (key.said === 0) return personOrNot(tx, call, key);
    if (key.digits !== '' || key.open) await noteHeard(tx, call.messageId, { by: 'human', toEnd: true });
    if (meaning === 'none') return again(call, key.said);

    const outcome = await act(tx, call, key, meaning);
    return answerTo(tx, call, meaning, outcome, key.said);
  });
}

/** Any key proves that a person listens, and is no answer yet. */
async function personOrNot(tx: PracticeTransaction, call: CallRow, key: PressedKey): Promise<CallStep> {
  if (key.digits === '') {
    const { callBack } = callWords(call.language);
    return { do: 'end', language: call.language, words: [callBack(call.caller)] };
  }
  await noteHeard(tx, call.messageId, { by: 'human', toEnd: false });
  return theMessage(call, 1);
}

async function act(
  tx: PracticeTransaction,
  call: CallRow,
  key: PressedKey,
  meaning: Exclude<CallKey, 'none'>,
): Promise<KeyOutcome> {
  const asked = await findAskedByMessage(tx, call.messageId);
  const answer = meaning === 'confirm' ? 'confirmed' : 'declined';
  const which = whichVisit(asked, { answer, all: false, now: tx.now });
  const outcome = outcomeOf(meaning, which);
  const carrierId = `${key.carrierId}/${key.said}`;
  const replyId = await addReply(tx, {
    channel: 'voice',
    senderId: call.senderId,
    contactPointId: call.contactPointId,
    carrierId,
    body: key.digits,
    reading: meaning === 'unknown' ? 'unclear' : meaning,
    rule: 'key',
    outcome,
    messageId: call.messageId,
    subjectId: call.subjectId,
  });
  if (replyId === null) return ((await findReplyOutcome(tx, carrierId)) ?? outcome) as KeyOutcome;

  if (outcome === 'answered' && which.which === 'these') {
    for (const { subjectId, occurrence, messageId } of which.asked) {
      await recordAnswer(tx, { subjectId, occurrence, answer, source: 'voice', messageId, replyId, at: tx.now });
    }
  }
  if (outcome === 'opted_out') await recordConsent(tx, call.contactPointId, 'opted_out');
  const about = { subjectId: call.subjectId, messageId: call.messageId, replyId };
  if (outcome === 'visit_changed') await openWorklistItem(tx, { type: 'late_answer', ...about });
  if (outcome === 'several_visits') await openWorklistItem(tx, { type: 'which_visit', ...about });
  return outcome;
}

/** Every subject that the key may change, locked before anything else is: of one phone these are few. */
async function lockAll(tx: PracticeTransaction, { attemptId, messageId }: CallIds, meaning: CallKey): Promise<void> {
  const targets = await findAttemptTargets(tx, attemptId);
  if (targets?.messageId !== messageId) return;
  const others =
    meaning === 'opt_out'
      ? await findSubjectsOfContact(tx, targets.contactPointId)
      : (await findAskedByMessage(tx, messageId)).map(({ subjectId }) => subjectId);
  await lockSubjects(tx, [...new Set([targets.subjectId, ...others])]);
}

/** Who declines one of several visits has yet to say which. */
function outcomeOf(meaning: Exclude<CallKey, 'none'>, { which }: WhichVisit): KeyOutcome {
  if (meaning === 'opt_out') return 'opted_out';
  if (meaning === 'unknown') return 'unclear';
  // Nothing was asked, and no such key was named: it is said again.
  if (which === 'message' || which === 'none') return 'unclear';
  if (which === 'these') return 'answered';
  return which === 'ask' ? 'several_visits' : 'visit_changed';
}

async function answerTo(
  tx: PracticeTransaction,
  call: CallRow,
  meaning: Exclude<CallKey, 'none'>,
  outcome: KeyOutcome,
  said: number,
): Promise<CallStep> {
  const { language } = call;
  const words = callWords(language);
  const { confirmed, declined, changed } = call.about === 'recall' ? words.ofRecall : words.ofVisit;
  const end = (text: string): CallStep => ({ do: 'end', language, words: [text] });
  switch (outcome) {
    case 'unclear':
      return again(call, said);
    case 'opted_out':
      return end(words.optedOut);
    case 'visit_changed':
      return end(changed);
    case 'several_visits':
      return connectToDesk(tx, { ...call, first: [] });
    case 'answered':
      if (meaning === 'confirm') return end(confirmed);
      // Who wants no visit has nothing to say to the desk.
      return call.about === 'recall' ? end(declined) : connectToDesk(tx, { ...call, first: [declined] });
  }
}

function again(call: CallRow, said: number): CallStep {
  if (said < timesSaid) return theMessage(call, said + 1);
  return { do: 'end', language: call.language, words: [callWords(call.language).goodbye] };
}
