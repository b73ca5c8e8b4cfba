import type { Database } from '../../db/database.ts';
import { findRecallNow, type RecallNow } from '../../db/recalls.ts';
import type { ChangedBy } from '../../db/setting-changes.ts';
import { findStaffRecall, type StaffRecall } from '../../db/staff-recalls.ts';
import { lockSubjects } from '../../db/subjects.ts';
import { Fault, invariant } from '../../domain/fault.ts';
import type { EpochMs } from '../../domain/planning/plan.ts';
import { recordAnswer } from '../answers/record-answer.ts';
import { staffCause } from './staff-cause.ts';

/** What a patient said to a person of a recall. */
export interface RecallAnswerTold {
  readonly recallId: string;
  /** The day that it was due on when they spoke, as `YYYY-MM-DD`: the answer counts for no other. */
  readonly dueOn: string;
  /** Confirmed: wants to be called for a visit. Declined: wants none. */
  readonly answer: 'confirmed' | 'declined';
  readonly by: ChangedBy;
}

/**
 * Records what a patient said of a recall to a person, with all that follows a patient's own answer: a booking item, or the end of the
 * recall. Recorded again it changes nothing.
 * @throws {Fault} `not_found`; `conflict` where it is due on another day, booked, off the PMS's list or too old.
 */
export function recordRecallAnswer(
  db: Database,
  practiceId: string,
  { recallId, dueOn, answer, by }: RecallAnswerTold,
): Promise<StaffRecall> {
  return db.inPractice(practiceId, async (tx) => {
    await lockSubjects(tx, [recallId]);
    const recall = await findRecallNow(tx, recallId);
    if (recall === null) throw new Fault('not_found', 'No recall of this practice has this id.');
    checkAnswerable(recall, dueOn, tx.now);
    if (recall.answer !== answer || recall.source !== 'staff') {
      const { occurrence } = recall;
      await recordAnswer(
        tx,
        { subjectId: recallId, occurrence, answer, source: 'staff', messageId: null, replyId: null, at: tx.now },
        staffCause(by, 'answered', { answer }),
      );
    }
    const after = await findStaffRecall(tx, recallId);
    invariant(after !== null, 'a recall that was answered is there');
    return after;
  });
}

function checkAnswerable(recall: RecallNow, dueOn: string, now: EpochMs): void {
  if (recall.dueOn !== dueOn) {
    throw new Fault(
      'conflict',
      'The recall is due on another day now. Look at it again, and ask the patient about that.',
    );
  }
  if (recall.gone || recall.isBooked || now > recall.usefulUntil) {
    throw new Fault(
      'conflict',
      'This recall takes no answer any more: it is booked, off the PMS’s list or over 18 months old. Note it in the PMS.',
    );
  }
}
