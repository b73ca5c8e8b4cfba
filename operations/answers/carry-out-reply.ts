import type { PracticeTransaction } from '../../db/database.ts';
import { addQuestion, settleQuestion } from '../../db/questions.ts';
import { answerMessage } from '../../db/replies.ts';
import { openWorklistItem, closeWorklistItem, type WorklistCause } from '../../db/worklist.ts';
import type { ReplyEffects } from '../../domain/answers/reply-effects.ts';
import type { WorklistType } from '../../domain/worklist.ts';
import { acknowledgeReply, type KeptReply } from './acknowledge-reply.ts';
import { recordAnswer } from './record-answer.ts';
import { recordConsent } from './record-consent.ts';
import { recordLateAnswer } from './record-late-answer.ts';
import { suspendNumber, suspendPatient } from './suspend-contact.ts';

/** Whom a reply may say to be dead, with the visits that are withheld then; null where nobody is known. */
export interface PatientMeant {
  readonly id: string;
  readonly visits: readonly string[];
}

/**
 * Does everything that a kept reply does, in its transaction: consent first, so that an answer is acknowledged to who has just
 * opted in again. The subjects concerned and the contact point are locked.
 */
export async function carryOutReply(
  tx: PracticeTransaction,
  reply: KeptReply,
  effects: ReplyEffects,
  patient: PatientMeant | null,
): Promise<void> {
  const { contactPointId } = reply;
  if (effects.consent !== null) await recordConsent(tx, contactPointId, effects.consent);
  if (effects.suspends === 'number') await suspendNumber(tx, contactPointId, reply.id);
  if (effects.suspends === 'patient' && patient !== null) {
    await suspendPatient(tx, patient.id, patient.visits, reply.id);
  }
  for (const { asked, answer } of effects.answers) {
    await recordAnswer(tx, { ...asked, answer, source: 'text', replyId: reply.id, at: reply.receivedAt });
  }
  if (effects.toMessage !== null)
    await answerMessage(tx, effects.toMessage.asked.sentMessageId, effects.toMessage.answer);
  for (const { asked, answer } of effects.late) {
    await recordLateAnswer(tx, { ...asked, answer, source: 'text', replyId: reply.id, at: reply.receivedAt });
  }

  if (effects.settlesQuestion || effects.ask !== null) await settleQuestion(tx, reply, reply.id);
  if (effects.settlesQuestion) await closeWorklistItem(tx, { type: 'which_visit', contactPointId });
  if (effects.ask !== null) {
    const { answer, among } = effects.ask;
    await addQuestion(tx, { ...reply, replyId: reply.id, answer, choices: among });
  }
  for (const type of effects.worklist) await openWorklistItem(tx, itemOf(type, reply, effects, patient));
  await acknowledgeReply(tx, reply, effects);
}

/**
 * What an item is about, which is also what one open item is enough for: the number or the patient where these are the matter,
 * the phone while it is not known which visit, else the visit.
 */
function itemOf(
  type: WorklistType,
  { id: replyId, contactPointId }: KeptReply,
  { about }: ReplyEffects,
  patient: PatientMeant | null,
): WorklistCause {
  if (type === 'deceased' && patient !== null) return { type, replyId, patientId: patient.id };
  if (type === 'wrong_number' || type === 'deceased' || type === 'which_visit')
    return { type, replyId, contactPointId };
  if (about === null) return { type, replyId, contactPointId };
  const { subjectId, messageId, patientId } = about;
  return { type, replyId, contactPointId, subjectId, messageId, patientId };
}
