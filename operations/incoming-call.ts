import type { Database, PracticeTransaction } from '../db/database.ts';
import { findCalledNumber, findLanguageOfContact, type CalledNumber } from '../db/desks.ts';
import { addReceipt } from '../db/receipts.ts';
import { addReply, ensureContactPoint, findSenderByAddress } from '../db/replies.ts';
import { openWorklistItem } from '../db/worklist.ts';
import type { Carrier } from '../domain/carrier.ts';
import { readCallKey, type CallStep } from '../domain/calls/call-step.ts';
import { callWords } from '../domain/calls/call-words.ts';
import { nothingToSay } from './answer-call.ts';
import { connectToDesk } from './connect-desk.ts';
import { recordConsent } from './record-consent.ts';

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
  readonly contactPointId: string;
  readonly number: CalledNumber;
  readonly language: string;
}

/** Answers with the practice's name, and the key that ends automated calls and texts. */
export function answerIncomingCall(db: Database, call: IncomingCall): Promise<CallStep> {
  return withCaller(db, call, ({ language, number }) =>
    Promise.resolve({ do: 'ask', language, words: [callWords(language).welcome(number.caller)], said: 1 }),
  );
}

/** 8 opts the caller's number out; anything else, or nothing, leads to the desk or to its hours. */
export function recordIncomingKey(db: Database, call: IncomingCall & { readonly digits: string }): Promise<CallStep> {
  return withCaller(db, call, async (caller, tx) => {
    const { language, number, contactPointId } = caller;
    const outcome = readCallKey(call.digits) === 'opt_out' ? 'opted_out' : 'connected';
    if (call.digits !== '') {
      const replyId = await keepKey(tx, caller, call, outcome);
      if (replyId !== null && outcome === 'opted_out') await recordConsent(tx, contactPointId, 'opted_out');
    }
    if (outcome === 'opted_out') return { do: 'end', language, words: [callWords(language).optedOut] };
    return connectToDesk(tx, { facilityId: number.facilityId, from: call.to, language, first: [] });
  });
}

/** The leg to the desk is over; where nobody took it a person is to call back. */
export function recordIncomingTransfer(
  db: Database,
  call: IncomingCall & { readonly taken: boolean },
): Promise<CallStep> {
  return withCaller(db, call, async ({ contactPointId, language }, tx) => {
    if (call.taken) return nothingToSay;
    await openWorklistItem(tx, { type: 'transfer_unanswered', contactPointId });
    return { do: 'end', language, words: [callWords(language).nobodyTook] };
  });
}

function keepKey(
  tx: PracticeTransaction,
  { senderId, contactPointId }: Caller,
  { carrierId, digits }: IncomingCall & { readonly digits: string },
  outcome: 'opted_out' | 'connected',
): Promise<string | null> {
  return addReply(tx, {
    channel: 'voice',
    senderId,
    contactPointId,
    carrierId: `${carrierId}/1`,
    body: digits,
    reading: outcome === 'opted_out' ? 'opt_out' : 'unclear',
    rule: 'key',
    outcome,
    messageId: null,
    appointmentId: null,
  });
}

/** Keeps what the carrier told and goes on with the practice whose number was called; nobody's number says nothing. */
async function withCaller(
  db: Database,
  call: IncomingCall,
  goOn: (caller: Caller, tx: PracticeTransaction) => Promise<CallStep>,
): Promise<CallStep> {
  const sender = await db.acrossPractices((tx) => findSenderByAddress(tx, 'voice', call.to));
  if (sender === null || !call.carriers.includes(sender.carrier)) return nothingToSay;
  return db.inPractice(sender.practiceId, async (tx) => {
    await addReceipt(tx, { ...call, messageId: null, attemptId: null, code: null, eventId: null });
    const contactPointId = await ensureContactPoint(tx, call.from);
    const [number, language] = [
      await findCalledNumber(tx, sender.id),
      (await findLanguageOfContact(tx, contactPointId)) ?? 'en',
    ];
    return goOn({ senderId: sender.id, contactPointId, number, language }, tx);
  });
}
