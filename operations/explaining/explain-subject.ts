import type { Database } from '../../db/database.ts';
import { findOwnedSubject } from '../../db/owning-practice.ts';
import { findPressEvents } from '../../db/press-events.ts';
import { findQuestionEvents } from '../../db/questions.ts';
import { findMessagesOfSubject, type StaffMessage } from '../../db/staff-messages.ts';
import {
  findAnswerEvents,
  findAttemptEvents,
  findPlanChanges,
  findPlanProgress,
  findReceiptEvents,
  findReplyEvents,
  type PlanProgress,
} from '../../db/visit-events.ts';
import { findWorklistEvents } from '../../db/worklist-events.ts';
import { Fault } from '../../domain/fault.ts';
import { isId } from '../../domain/is-id.ts';
import type { EpochMs } from '../../domain/planning/plan.ts';
import { findAbout, wordOf, type About, type AboutOf } from './about.ts';
import { visitHistory, type HistoryEntry } from './visit-history.ts';

/** The whole story of a visit, a recall or an order, as Postgres has it. */
export type Story<T extends About['type'] = About['type']> = AboutOf<T> & {
  /** Every message that was ever planned for it, those about its present time first. */
  readonly messages: readonly StaffMessage[];
  readonly history: readonly HistoryEntry[];
  readonly progress: PlanProgress;
  /** When this was read. */
  readonly now: EpochMs;
};

/** Tells the whole story of one visit, recall or order. Throws `not_found` where the practice has none of that type and id. */
export async function explainSubject<T extends About['type']>(
  db: Database,
  practiceId: string,
  type: T,
  id: string,
): Promise<Story<T>> {
  return db.inPractice(practiceId, async (tx) => {
    const about = (await findAbout(tx, type, id)) as AboutOf<T> | null;
    if (about === null) throw new Fault('not_found', `No ${wordOf[type]} of this practice has this id.`);
    const messages = await findMessagesOfSubject(tx, id);
    const messageIds = messages.map((message) => message.id);
    const history = visitHistory({
      messages,
      changes: await findPlanChanges(tx, id),
      attempts: await findAttemptEvents(tx, messageIds),
      receipts: await findReceiptEvents(tx, messageIds),
      replies: await findReplyEvents(tx, id),
      answers: await findAnswerEvents(tx, id),
      presses: await findPressEvents(tx, messageIds),
      questions: await findQuestionEvents(tx, id),
      worklist: await findWorklistEvents(tx, id),
    });
    return { ...about, messages, history, progress: await findPlanProgress(tx, id), now: tx.now };
  });
}

/** The same for an operator, who knows the id and neither whose it is nor of what type. */
export async function explainSubjectById(db: Database, id: string): Promise<Story> {
  const owned = isId(id) ? await db.acrossPractices((tx) => findOwnedSubject(tx, id)) : null;
  if (owned === null) {
    throw new Fault('not_found', 'No visit, recall or order has this id. The staff API lists them with theirs.');
  }
  return explainSubject(db, owned.practiceId, owned.type, id);
}
