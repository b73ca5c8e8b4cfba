import { readEvents } from '../../channels/sendgrid/events.ts';
import { readStoredForm } from '../../channels/twilio/signed-form.ts';
import { readStatus } from '../../channels/twilio/status.ts';
import { readIncomingText, readTextStatus } from '../../channels/twilio/webhook.ts';
import type { Database, PracticeTransaction } from '../../db/database.ts';
import { takeFact, type RawFact, type StoredFact } from '../../db/raw-facts.ts';
import type { ReplyOutcome } from '../../domain/answers/reply-effects.ts';
import { Fault } from '../../domain/fault.ts';
import { recordTextReply } from '../answers/record-text-reply.ts';
import { takeInReceipt } from '../sending/record-receipt.ts';

/** What came of a fact. `gone`: another reader had it. */
export type FactOutcome = ReplyOutcome | 'repeated' | 'recorded' | 'gone';

/** Reads a fact that a webhook stored, and does what follows from it, in one transaction: it is done once, or stays. */
export function readFact(db: Database, { id, practiceId }: StoredFact): Promise<FactOutcome> {
  return db.inPractice(practiceId, async (tx) => {
    const fact = await takeFact(tx, id);
    return fact === null ? 'gone' : carryOut(tx, fact);
  });
}

async function carryOut(tx: PracticeTransaction, fact: RawFact): Promise<FactOutcome> {
  const receivedAt = fact.storedAt;
  switch (fact.source) {
    case 'text':
      return recordTextReply(tx, {
        ...readIncomingText(readStoredForm(fact.body)),
        senderId: fact.senderId,
        receivedAt,
      });
    case 'text_status': {
      const form = readStoredForm(fact.body);
      const report = readTextStatus(form);
      const { moves: word, verdict } = readStatus(report.status, report.code);
      const { messageId, attemptId } = fact;
      const raw = Object.fromEntries(form);
      await takeInReceipt(tx, { ...report, messageId, attemptId, word, verdict, raw, receivedAt });
      return 'recorded';
    }
    case 'email_event': {
      const [event] = readEvents(`[${fact.body}]`)?.events ?? [];
      if (event === undefined) throw new Fault('bad_input', 'A stored event of the mail carrier cannot be read.');
      const { ids, ...said } = event;
      await takeInReceipt(tx, { ...ids, ...said, receivedAt });
      return 'recorded';
    }
  }
}
