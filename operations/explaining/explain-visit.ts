import type { Database } from '../../db/database.ts';
import { findPressEvents } from '../../db/press-events.ts';
import { findPracticeOfVisit } from '../../db/owning-practice.ts';
import { findStaffAppointment, type StaffAppointment } from '../../db/staff-appointments.ts';
import { findMessagesOfVisit, type StaffMessage } from '../../db/staff-messages.ts';
import {
  findAnswerEvents,
  findAttemptEvents,
  findPlanChanges,
  findPlanProgress,
  findReceiptEvents,
  findReplyEvents,
  type PlanProgress,
} from '../../db/visit-events.ts';
import { findQuestionEvents } from '../../db/questions.ts';
import { findWorklistEvents } from '../../db/worklist-events.ts';
import { Fault } from '../../domain/fault.ts';
import { isId } from '../../domain/is-id.ts';
import type { EpochMs } from '../../domain/planning/plan.ts';
import { visitHistory, type HistoryEntry } from './visit-history.ts';

/** The whole story of a visit, as Postgres has it. */
export interface VisitStory {
  readonly visit: StaffAppointment;
  /** Every message that was ever planned for it, those about its present time first. */
  readonly messages: readonly StaffMessage[];
  readonly history: readonly HistoryEntry[];
  readonly progress: PlanProgress;
  /** When this was read. */
  readonly now: EpochMs;
}

/** Tells the whole story of one visit. Throws `not_found` where the practice has none of that id. */
export async function explainVisit(db: Database, practiceId: string, appointmentId: string): Promise<VisitStory> {
  return db.inPractice(practiceId, async (tx) => {
    const visit = await findStaffAppointment(tx, appointmentId);
    if (visit === null) throw new Fault('not_found', 'No visit of this practice has this id.');
    const messages = await findMessagesOfVisit(tx, appointmentId);
    const messageIds = messages.map(({ id }) => id);
    const history = visitHistory({
      messages,
      changes: await findPlanChanges(tx, appointmentId),
      attempts: await findAttemptEvents(tx, messageIds),
      receipts: await findReceiptEvents(tx, messageIds),
      replies: await findReplyEvents(tx, appointmentId),
      answers: await findAnswerEvents(tx, appointmentId),
      presses: await findPressEvents(tx, messageIds),
      questions: await findQuestionEvents(tx, appointmentId),
      worklist: await findWorklistEvents(tx, appointmentId),
    });
    return { visit, messages, history, progress: await findPlanProgress(tx, appointmentId), now: tx.now };
  });
}

/** The same for an operator, who knows the id and not whose visit it is. */
export async function explainVisitById(db: Database, appointmentId: string): Promise<VisitStory> {
  const practiceId = isId(appointmentId)
    ? await db.acrossPractices((tx) => findPracticeOfVisit(tx, appointmentId))
    : null;
  if (practiceId === null) throw new Fault('not_found', 'No visit has this id. The staff API lists them with theirs.');
  return explainVisit(db, practiceId, appointmentId);
}
