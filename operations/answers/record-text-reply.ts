import { lockContactPoint } from '../../db/contact-points.ts';
import type { PracticeTransaction } from '../../db/database.ts';
import { findPatientOfPhone, findVisitsOfPatient } from '../../db/patients.ts';
import { findOpenQuestion } from '../../db/questions.ts';
import { addReply, ensureContactPoint, findAskedVisits, findSaidSince, lockSubjectsOfReply } from '../../db/replies.ts';
import { carrierConsent } from '../../domain/answers/carrier-consent.ts';
import { readReply } from '../../domain/answers/read-reply.ts';
import { replyEffects, type ReplyOutcome } from '../../domain/answers/reply-effects.ts';
import type { Asked } from '../../domain/answers/which-visit.ts';
import type { EpochMs } from '../../domain/planning/plan.ts';
import { carryOutReply, type PatientMeant } from './carry-out-reply.ts';

/** A text that came in, as the carrier gave it. */
export interface TextReply {
  /** Of the practice, that it came to. */
  readonly senderId: string;
  readonly carrierId: string;
  readonly from: string;
  readonly body: string;
  /** What the carrier says that it did about it: STOP, START, HELP; null where it does not say. */
  readonly optOutType: string | null;
  /** Pictures and the like that came with it, and are left at the carrier. */
  readonly mediaCount: number;
  /** When it came. */
  readonly receivedAt: EpochMs;
}

/** An answer to what was asked longer ago is an answer to nothing. */
const askedWithinMs = 60 * 24 * 60 * 60_000;

/**
 * Keeps a reply as it came, and in the same transaction does what it says: answers the visits that were meant, or asks back which,
 * opts out or in, opens what a person must see, and queues what is written back. A text that the carrier delivers twice is recorded
 * once. One that is read only after an opt-out that came later opts nobody in, nor does one turn an answer that came later.
 */
export async function recordTextReply(tx: PracticeTransaction, reply: TextReply): Promise<ReplyOutcome | 'repeated'> {
  const reading = readReply(reply.body);
  const carrier = carrierConsent(reply.body, reply.optOutType);
  const between = { senderId: reply.senderId, contactPointId: await ensureContactPoint(tx, reply.from) };
  const askedBy = { ...between, since: tx.now - askedWithinMs };
  // Whose visits they are is to be known before they are locked.
  const patient =
    reading.concern === 'deceased' ? await patientMeant(tx, await findAskedVisits(tx, askedBy), reply.from) : null;
  const locked = await lockSubjectsOfReply(tx, askedBy, patient?.visits ?? []);
  const { optedOut } = await lockContactPoint(tx, between.contactPointId);
  // Read under the locks of all that the reply may change: a move that commits now is seen, or waits.
  const [askedAbout, question, since] = await Promise.all([
    findAskedVisits(tx, askedBy),
    findOpenQuestion(tx, between),
    findSaidSince(tx, between.contactPointId, [...locked], reply.receivedAt),
  ]);
  // A visit that was asked about only just now is not locked, so its answer cannot be this one.
  const asked = askedAbout.filter(({ subjectId }) => locked.has(subjectId));
  const effects = replyEffects({ reading, carrier, asked, question, optedOut, since, now: tx.now });

  const replyId = await addReply(tx, {
    ...between,
    channel: 'text',
    carrierId: reply.carrierId,
    body: reply.body,
    mediaLeftOut: reply.mediaCount,
    reading: reading.outcome,
    rule: reading.rule,
    outcome: effects.outcome,
    messageId: effects.about?.messageId ?? null,
    subjectId: effects.about?.subjectId ?? null,
    receivedAt: reply.receivedAt,
  });
  if (replyId === null) return 'repeated';
  const language = reading.rule.startsWith('es.') ? 'es' : 'en';
  await carryOutReply(tx, { ...between, id: replyId, language, receivedAt: reply.receivedAt }, effects, patient);
  return effects.outcome;
}

/** Whom the reply is about: the patient of the newest message, else the only one who has this number. */
async function patientMeant(
  tx: PracticeTransaction,
  [newest]: readonly Asked[],
  from: string,
): Promise<PatientMeant | null> {
  const id = newest?.patientId ?? (await findPatientOfPhone(tx, from));
  return id === null ? null : { id, visits: await findVisitsOfPatient(tx, id) };
}
