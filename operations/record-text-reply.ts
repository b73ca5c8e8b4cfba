import type { Database, PracticeTransaction } from '../db/database.ts';
import { addReply, ensureContactPoint, findAskedMessages, findSenderByAddress } from '../db/replies.ts';
import { lockSubjects } from '../db/subjects.ts';
import { readReply, type ReadReply } from '../domain/answers/read-reply.ts';
import { whichVisit, type WhichVisit } from '../domain/answers/which-visit.ts';
import { recordAnswer } from './record-answer.ts';
import { recordConsent } from './record-consent.ts';
import type { Carrier } from '../domain/carrier.ts';

/** A text that came in, as the carrier gave it. */
export interface TextReply {
  /** Whose account signed it: a practice of the simulator takes nothing from a real carrier, nor the other way round. */
  readonly carriers: readonly Carrier[];
  readonly carrierId: string;
  readonly from: string;
  readonly to: string;
  readonly body: string;
}

/** What came of a reply. Everything but an answer and an opt-out or opt-in waits for a person. */
export type ReplyOutcome =
  | 'answered'
  | 'opted_out'
  | 'opted_in'
  | 'unclear'
  | 'no_visit'
  | 'visit_changed'
  | 'several_visits'
  | 'unknown_sender'
  | 'repeated';

/**
 * Keeps a reply as it came, and in the same transaction does what it says: records the answer on the one visit that was asked
 * about, or the opt-out, plans again and marks the workflow. A text that the carrier delivers twice is recorded once.
 */
export async function recordTextReply(db: Database, reply: TextReply): Promise<ReplyOutcome> {
  const sender = await db.acrossPractices((tx) => findSenderByAddress(tx, 'text', reply.to));
  if (sender === null || !reply.carriers.includes(sender.carrier)) return 'unknown_sender';

  return db.inPractice(sender.practiceId, async (tx) => {
    const reading = readReply(reply.body);
    const contactPointId = await ensureContactPoint(tx, reply.from);
    const keep = (outcome: ReplyOutcome, which: WhichVisit | null = null): Promise<string | null> =>
      addReply(tx, {
        channel: 'text',
        senderId: sender.id,
        contactPointId,
        carrierId: reply.carrierId,
        body: reply.body,
        reading: reading.outcome,
        rule: reading.rule,
        outcome,
        messageId: which?.which === 'one' ? which.asked.messageId : null,
        appointmentId: which?.which === 'one' ? which.asked.appointmentId : null,
      });

    const consent = consentOf(reading);
    if (consent !== null) {
      if ((await keep(consent)) === null) return 'repeated';
      await recordConsent(tx, contactPointId, consent);
      return consent;
    }

    const answer = answerOf(reading);
    if (answer === null) return (await keep('unclear')) === null ? 'repeated' : 'unclear';

    const which = await lockedVisit(tx, sender.id, contactPointId);
    const outcome = outcomeOf(which);
    const replyId = await keep(outcome, which);
    if (replyId === null) return 'repeated';
    if (which.which !== 'one') return outcome;

    const { appointmentId, messageId, occurrence } = which.asked;
    await recordAnswer(tx, { appointmentId, occurrence, answer, source: 'text', messageId, replyId });
    return outcome;
  });
}

/** The visit that was meant, read again under its lock: a move that commits at this moment is seen or waits. */
async function lockedVisit(tx: PracticeTransaction, senderId: string, contactPointId: string): Promise<WhichVisit> {
  const visits = new Set(
    (await findAskedMessages(tx, senderId, contactPointId)).map(({ appointmentId }) => appointmentId),
  );
  await lockSubjects(tx, [...visits]);
  // A visit that was asked about only just now is not locked, so its answer cannot be this one.
  const asked = await findAskedMessages(tx, senderId, contactPointId);
  return whichVisit(asked.filter(({ appointmentId }) => visits.has(appointmentId)));
}

function consentOf({ outcome }: ReadReply): 'opted_out' | 'opted_in' | null {
  if (outcome === 'opt_out' || outcome === 'opt_out_and_worklist') return 'opted_out';
  return outcome === 'opt_in' ? 'opted_in' : null;
}

function answerOf({ outcome }: ReadReply): 'confirmed' | 'declined' | null {
  if (outcome === 'confirm') return 'confirmed';
  return outcome === 'decline' ? 'declined' : null;
}

function outcomeOf(which: WhichVisit): ReplyOutcome {
  switch (which.which) {
    case 'one':
      return 'answered';
    case 'none':
      return 'no_visit';
    case 'changed':
      return 'visit_changed';
    case 'several':
      return 'several_visits';
  }
}
