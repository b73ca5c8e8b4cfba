import type { Database, PracticeTransaction } from '../../db/database.ts';
import { findSubjectOfMessage } from '../../db/message-actions.ts';
import { findMessageCircumstances } from '../../db/message-circumstances.ts';
import { findPressEvents } from '../../db/press-events.ts';
import { findPracticeOfMessage } from '../../db/owning-practice.ts';
import { findStaffMessage, type StaffMessage } from '../../db/staff-messages.ts';
import { findAttemptEvents, findPlanChanges, findReceiptEvents, findReplyEvent } from '../../db/visit-events.ts';
import { findVisits } from '../../db/visits.ts';
import { Fault, invariant } from '../../domain/fault.ts';
import { isId } from '../../domain/is-id.ts';
import { kindOf } from '../../domain/kinds.ts';
import { readKinds } from '../settings/read-kinds.ts';
import { readPlanningSettings } from '../planning/planning-settings.ts';
import { findAbout, rowOf, type About } from './about.ts';
import { messageReasons, type PlannedCircumstances } from './message-reasons.ts';
import type { ReasonStep } from './reason-step.ts';
import { queuedMessageReasons } from './queued-message-reasons.ts';
import { visitHistory, type HistoryEntry } from './visit-history.ts';

/** A message, why it was or was not sent, and what the carrier had to do with it. */
export interface MessageStory {
  readonly message: StaffMessage;
  /** Null where it is about nothing but itself, or answers a reply that is about nothing. */
  readonly about: About | null;
  readonly why: readonly ReasonStep[];
  readonly history: readonly HistoryEntry[];
}

/** Tells step by step why a message was or was not sent. Throws `not_found` where the practice has none of that id. */
export async function explainMessage(db: Database, practiceId: string, messageId: string): Promise<MessageStory> {
  return db.inPractice(practiceId, async (tx) => {
    const message = await findStaffMessage(tx, messageId);
    if (message === null) throw new Fault('not_found', 'No message of this practice has this id.');
    const about = await aboutOf(tx, message);
    const reply = message.inReplyTo === null ? null : await findReplyEvent(tx, message.inReplyTo);
    const history = visitHistory({
      messages: [message],
      attempts: await findAttemptEvents(tx, [messageId]),
      receipts: await findReceiptEvents(tx, [messageId]),
      changes: [],
      replies: reply === null ? [] : [reply],
      answers: [],
      presses: await findPressEvents(tx, [messageId]),
      questions: [],
      worklist: [],
    });
    const circumstances = await findMessageCircumstances(tx, messageId);
    if (reply !== null || about === null) {
      const [queued] = await findPlanChanges(tx, await subjectOf(tx, messageId));
      const why = queuedMessageReasons(message, { reply, by: queued?.detail['by'] ?? null }, circumstances, tx.now);
      return { message, about, why, history };
    }
    const why = messageReasons(
      message,
      about,
      { ...circumstances, ...(await whatIsSet(tx, message, rowOf(about).id)) },
      kindOf(await readKinds(tx), message.kind),
      tx.now,
    );
    return { message, about, why, history };
  });
}

async function aboutOf(tx: PracticeTransaction, message: StaffMessage): Promise<About | null> {
  const { appointmentId, recallId, orderId } = message;
  if (appointmentId !== null) return findAbout(tx, 'appointment', appointmentId);
  if (recallId !== null) return findAbout(tx, 'recall', recallId);
  return orderId === null ? null : findAbout(tx, 'order', orderId);
}

/** What the practice sets for the message's step and channel, for a visit, recall or order such as this one. */
async function whatIsSet(
  tx: PracticeTransaction,
  { kind, slot, channel }: StaffMessage,
  subjectId: string,
): Promise<Pick<PlannedCircumstances, 'offset' | 'channelMode'>> {
  const [[visit], settings] = await Promise.all([findVisits(tx, [subjectId]), readPlanningSettings(tx)]);
  invariant(visit !== undefined, 'what staff see is what plans are made for');
  const { steps, channelModes } = settings.at(visit);
  const step = steps.find((one) => one.kind === kind && one.slot === slot);
  return { offset: step?.offset ?? null, channelMode: channelModes[channel] };
}

async function subjectOf(tx: PracticeTransaction, messageId: string): Promise<string> {
  const subjectId = await findSubjectOfMessage(tx, messageId);
  invariant(subjectId !== null, 'a message that was found has a subject');
  return subjectId;
}

/** The same for an operator, who knows the id and not whose message it is. */
export async function explainMessageById(db: Database, messageId: string): Promise<MessageStory> {
  const practiceId = isId(messageId) ? await db.acrossPractices((tx) => findPracticeOfMessage(tx, messageId)) : null;
  if (practiceId === null)
    throw new Fault('not_found', 'No message has this id. The staff API lists them with theirs.');
  return explainMessage(db, practiceId, messageId);
}
