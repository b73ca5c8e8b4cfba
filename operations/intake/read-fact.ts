import { readEvents } from '../../channels/sendgrid/events.ts';
import { readStoredForm } from '../../channels/twilio/signed-form.ts';
import { readStatus } from '../../channels/twilio/status.ts';
import { readIncomingText, readTextStatus } from '../../channels/twilio/webhook.ts';
import type { Database, PracticeTransaction } from '../../db/database.ts';
import type { LeasedMark } from '../../db/outbox-mark.ts';
import { takeFact, type RawFact, type StoredFact } from '../../db/raw-facts.ts';
import type { ReplyOutcome } from '../../domain/answers/reply-effects.ts';
import { Fault } from '../../domain/fault.ts';
import type { EpochMs } from '../../domain/planning/plan.ts';
import { recordTextReply } from '../answers/record-text-reply.ts';
import { readPlansToBring, type PlanToBring } from '../planning/plans-to-bring.ts';
import { takeInReceipt } from '../sending/record-receipt.ts';

/** What came of a fact. `gone`: another reader had it. */
export type FactOutcome = ReplyOutcome | 'repeated' | 'recorded' | 'gone';

/** Begins to bring plans to the engine as they were at that time; nobody who reads waits for it, and it does not throw. */
export type BringPlans = (plans: readonly PlanToBring[], now: EpochMs) => void;

/**
 * Reads a fact that a webhook stored, and does what follows from it, in one transaction: it is done once, or stays. With `bring` the
 * engine is begun to be told at once of what changed; should that fail, the marks are there for the relay.
 */
export async function readFact(db: Database, { id, practiceId }: StoredFact, bring?: BringPlans): Promise<FactOutcome> {
  const { outcome, plans, now } = await db.inPractice(practiceId, async (tx) => {
    const marked = new Map<string, LeasedMark>();
    const fact = await takeFact(tx, id);
    const outcome = fact === null ? 'gone' : await carryOut(bring === undefined ? tx : { ...tx, marked }, fact);
    return { outcome, plans: await readPlansToBring(tx, [...marked.values()]), now: tx.now };
  });
  if (plans.length > 0) bring?.(plans, now);
  return outcome;
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
