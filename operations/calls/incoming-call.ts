import type { Database, PracticeTransaction } from '../../db/database.ts';
import { findCalledNumber, findCalledSender, findLanguageOfContact, type CalledNumber } from '../../db/desks.ts';
import { addReceipt } from '../../db/receipts.ts';
import { addReply, ensureContactPoint } from '../../db/replies.ts';
import { openWorklistItem } from '../../db/worklist.ts';
import type { Carrier } from '../../domain/carrier.ts';
import { readCallKey, type CallStep } from '../../domain/calls/call-step.ts';
import { callWords } from '../../domain/calls/call-words.ts';
import { phoneToE164 } from '../../domain/contacts/phone.ts';
import { nothingToSay } from './answer-call.ts';
import { connectToDesk } from './connect-desk.ts';
import { recordConsent } from '../answers/record-consent.ts';

/** A call to one of our numbers, as the carrier tells it each time that it asks how to go on. */
export interface IncomingCall {
  /** Whose account signed it: a practice of the simulator takes nothing from a real carrier, nor the other way round. */
  readonly carriers: readonly Carrier[];
  readonly carrierId: string;
  readonly from: string;
  readonly to: string;
  readonly status: string;
  readonly raw: Readonly<Record<string, string>>;
}

/** What is known of a call once its number is known to be ours. */
interface Caller {
  readonly senderId: string;
  /** Null where the caller shows no number. */
  readonly contactPointId: string | null;
  readonly number: CalledNumber;
  readonly language: string;
}

/**
 * Answers with the practice's name, and the key that ends automated calls and texts. Who shows no number has none that they could
 * be ended to, and is connected at once.
 */
export function answerIncomingCall(db: Database, call: IncomingCall): Promise<CallStep> {
  return withCaller(db, call, ({ language, number, contactPointId }, tx) => {
    const { thanks, endCallsKey } = callWords(language);
    const words = [thanks(number.caller)];
    if (contactPointId === null) {
      return connectToDesk(tx, { facilityId: number.facilityId, from: call.to, language, first: words });
    }
    return Promise.resolve({ do: 'ask', language, words: [...words, endCallsKey], said: 1 });
  });
}

/** 8 opts the caller's number out; anything else, or nothing, leads to the desk or to its hours. */
export function recordIncomingKey(db: Database, call: IncomingCall & { readonly digits: string }): Promise<CallStep> {
  return withCaller(db, call, async ({ senderId, contactPointId, number, language }, tx) => {
    const outcome = readCallKey(call.digits) === 'opt_out' && contactPointId !== null ? 'opted_out' : 'connected';
    if (call.digits !== '' && contactPointId !== null) {
      const isNew = await keepKey(tx, { senderId, contactPointId }, call, outcome);
      if (isNew && outcome === 'opted_out') await recordConsent(tx, contactPointId, 'opted_out');
    }
    if (outcome === 'opted_out') return { do: 'end', language, words: [callWords(language).optedOut] };
    return connectToDesk(tx, { facilityId: number.facilityId, from: call.to, language, first: [] });
  });
}

/** The leg to the desk is over; where nobody took it a person is to call back, if there is a number to call. */
export function recordIncomingTransfer(
  db: Database,
  call: IncomingCall & { readonly taken: boolean },
): Promise<CallStep> {
  return withCaller(db, call, async ({ contactPointId, language }, tx) => {
    if (call.taken) return nothingToSay;
    const { nobodyTook, callAgain } = callWords(language);
    if (contactPointId === null) return { do: 'end', language, words: [callAgain] };
    await openWorklistItem(tx, { type: 'transfer_unanswered', contactPointId });
    return { do: 'end', language, words: [nobodyTook] };
  });
}

/** Says whether the key is new: the carrier may bring it twice. */
async function keepKey(
  tx: PracticeTransaction,
  { senderId, contactPointId }: { readonly senderId: string; readonly contactPointId: string },
  { carrierId, digits }: IncomingCall & { readonly digits: string },
  outcome: 'opted_out' | 'connected',
): Promise<boolean> {
  const replyId = await addReply(tx, {
    channel: 'voice',
    senderId,
    contactPointId,
    carrierId: `${carrierId}/1`,
    body: digits,
    reading: outcome === 'opted_out' ? 'opt_out' : 'unclear',
    rule: 'key',
    outcome,
    messageId: null,
    subjectId: null,
  });
  return replyId !== null;
}

/** Keeps what the carrier told and goes on with the practice whose number was called; nobody's number says nothing. */
async function withCaller(
  db: Database,
  call: IncomingCall,
  goOn: (caller: Caller, tx: PracticeTransaction) => Promise<CallStep>,
): Promise<CallStep> {
  const sender = await db.acrossPractices((tx) => findCalledSender(tx, call.to));
  if (sender === null || !call.carriers.includes(sender.carrier)) return nothingToSay;
  // Where a caller shows no number the carrier gives a word, or a number that no phone has.
  const from = phoneToE164(call.from);
  return db.inPractice(sender.practiceId, async (tx) => {
    await addReceipt(tx, { ...call, messageId: null, attemptId: null, code: null, eventId: null });
    const contactPointId = from === null ? null : await ensureContactPoint(tx, from);
    const number = await findCalledNumber(tx, sender.id);
    const language = contactPointId === null ? null : await findLanguageOfContact(tx, contactPointId);
    return goOn({ senderId: sender.id, contactPointId, number, language: language ?? 'en' }, tx);
  });
}
