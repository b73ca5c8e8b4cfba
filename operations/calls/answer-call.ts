import { findAskedByMessage, noteHeard, type CallRow } from '../../db/calls.ts';
import type { Database, PracticeTransaction } from '../../db/database.ts';
import { isOpen } from '../../domain/answers/which-visit.ts';
import type { CallStep } from '../../domain/calls/call-step.ts';
import type { PickedUpBy } from '../../domain/calls/call-report.ts';
import { callWords } from '../../domain/calls/call-words.ts';
import { endUnheardCall } from './end-unheard-call.ts';
import { followCall, moveCall, type CallIds, type CallWord } from './follow-call.ts';

/** How often the message itself is said in one call, at most. */
export const timesSaid = 3;

/** What a call says where it is about nothing of ours. */
export const nothingToSay: CallStep = { do: 'end', language: 'en', words: [] };

/**
 * Somebody picked up: decides what is said to whom. A person hears the message and the keys; a machine the practice and its number,
 * from the try on that leaves a message, and before that nothing, and is called again while tries are left. Where nobody can tell, a key is
 * asked for first. What has changed since is not spoken of.
 */
export function answerCall(
  db: Database,
  ids: CallIds,
  said: CallWord & { readonly pickedUpBy: PickedUpBy | null },
): Promise<CallStep> {
  return db.inPractice(ids.practiceId, async (tx) => {
    const call = await followCall(tx, ids, said);
    if (call === null) return nothingToSay;
    if (said.pickedUpBy === 'machine') return answerMachine(tx, call, ids.attemptId);

    // Every call asks the carrier who took it; where it does not say, a machine may be listening.
    const person = said.pickedUpBy === 'human' ? 'human' : null;
    await moveCall(tx, call, ids.attemptId, 'received', person);
    await noteHeard(tx, call.messageId, { by: person, toEnd: false });
    const words = callWords(call.language);
    if (!(await isStillTrue(tx, call))) {
      return { do: 'end', language: call.language, words: [words.callBack(call.caller)] };
    }
    if (person === null) {
      return { do: 'ask', language: call.language, words: [words.whoListens(call.caller)], said: 0 };
    }
    return theMessage(call, 1);
  });
}

/** The message, who calls by number, and the keys; `said` counts how often by then. */
export function theMessage(call: CallRow, said: number): CallStep {
  const { ourNumber } = callWords(call.language);
  const words = [call.body, ourNumber(call.caller), keysOf(call)];
  return { do: 'ask', language: call.language, words, said };
}

/** An order takes no answer, whatever the kind of the message asks for. */
function keysOf({ language, about, asks, asksOf }: CallRow): string {
  const { ofVisit, ofRecall, keysOfOthers } = callWords(language);
  if (asksOf !== 'visit' || about === 'order') return keysOfOthers;
  const { keys, keysOfConfirmed } = about === 'recall' ? ofRecall : ofVisit;
  return asks ? keys : keysOfConfirmed;
}

async function answerMachine(tx: PracticeTransaction, call: CallRow, attemptId: string): Promise<CallStep> {
  const { language } = call;
  if (call.calls < call.leaveMessageOn) {
    await endUnheardCall(tx, call, attemptId, 'machine');
    return { do: 'end', language, words: [] };
  }
  await moveCall(tx, call, attemptId, 'received', 'machine');
  await noteHeard(tx, call.messageId, { by: 'machine', toEnd: false });
  return { do: 'leave', language, words: [callWords(language).callBack(call.caller)] };
}

/** Whether any visit of the message, its recall or its order still stands as it is spoken of, and the message is of use. */
async function isStillTrue(tx: PracticeTransaction, call: CallRow): Promise<boolean> {
  if (tx.now > call.usefulUntil) return false;
  // What follows a visit up speaks of one that is over.
  if (call.asksOf === 'message') return true;
  if (call.about === 'order') return !call.closed;
  const about = await findAskedByMessage(tx, call.messageId);
  // That a visit is off is true until it has another time.
  if (call.asksOf === 'off') return about.some(({ occurrence, startsAt }) => occurrence === startsAt);
  return about.some((asked) => isOpen(asked, tx.now));
}

/** A message on a machine was said to its end. */
export async function recordLeftMessage(db: Database, ids: CallIds, said: CallWord): Promise<CallStep> {
  return db.inPractice(ids.practiceId, async (tx) => {
    const call = await followCall(tx, ids, said);
    if (call !== null) await noteHeard(tx, call.messageId, { by: null, toEnd: true });
    return nothingToSay;
  });
}
