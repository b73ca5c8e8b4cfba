import type { Database, PracticeTransaction } from '../db/database.ts';
import { addReply, ensureContactPoint, findAskedVisits, findSenderByAddress } from '../db/replies.ts';
import { lockSubjects } from '../db/subjects.ts';
import { readReply, type ReadReply } from '../domain/answers/read-reply.ts';
import { whichVisit, type Asked, type WhichVisit } from '../domain/answers/which-visit.ts';
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

/** An answer to what was asked longer ago is an answer to nothing. */
const askedWithinMs = 60 * 24 * 60 * 60_000;

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
        messageId: aboutOf(which)?.messageId ?? null,
        appointmentId: aboutOf(which)?.appointmentId ?? null,
      });

    const consent = consentOf(reading);
    if (consent !== null) {
      if ((await keep(consent)) === null) return 'repeated';
      await recordConsent(tx, contactPointId, consent);
      return consent;
    }

    const answer = answerOf(reading);
    if (answer === null) return (await keep('unclear')) === null ? 'repeated' : 'unclear';

    const which = await lockedVisits(tx, { senderId: sender.id, contactPointId }, answer);
    const outcome = outcomeOf(which);
    const replyId = await keep(outcome, which);
    if (replyId === null) return 'repeated';
    if (which.which !== 'these') return outcome;
    for (const { appointmentId, messageId, occurrence } of which.asked) {
      await recordAnswer(tx, { appointmentId, occurrence, answer, source: 'text', messageId, replyId });
    }
    return outcome;
  });
}

/** The visits that were meant, read again under their locks: a move that commits at this moment is seen or waits. */
async function lockedVisits(
  tx: PracticeTransaction,
  { senderId, contactPointId }: { readonly senderId: string; readonly contactPointId: string },
  answer: 'confirmed' | 'declined',
): Promise<WhichVisit> {
  const find = () => findAskedVisits(tx, { senderId, contactPointId, since: tx.now - askedWithinMs });
  const visits = new Set((await find()).map(({ appointmentId }) => appointmentId));
  await lockSubjects(tx, [...visits]);
  // A visit that was asked about only just now is not locked, so its answer cannot be this one.
  const asked = (await find()).filter(({ appointmentId }) => visits.has(appointmentId));
  return whichVisit(asked, { answer, all: false, now: tx.now });
}

/** The message and the visit that a reply is kept with: the first where it answers several. */
function aboutOf(which: WhichVisit | null): Asked | null {
  if (which?.which === 'these') return which.asked[0] ?? null;
  return which?.which === 'late' ? which.asked : null;
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
    case 'these':
      return 'answered';
    case 'none':
      return 'no_visit';
    case 'late':
      return 'visit_changed';
    case 'ask':
      return 'several_visits';
  }
}
