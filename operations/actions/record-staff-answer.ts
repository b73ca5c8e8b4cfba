import type { Database } from '../../db/database.ts';
import { findVisitAnswered } from '../../db/visits.ts';
import type { ChangedBy } from '../../db/setting-changes.ts';
import { findStaffAppointment, type StaffAppointment } from '../../db/staff-appointments.ts';
import { lockSubjects } from '../../db/subjects.ts';
import { isOpen } from '../../domain/answers/which-visit.ts';
import { Fault, invariant } from '../../domain/fault.ts';
import type { EpochMs } from '../../domain/planning/plan.ts';
import { recordAnswer } from '../answers/record-answer.ts';
import { staffCause } from './staff-cause.ts';

/** What a patient said to a person at the desk or on the phone. */
export interface AnswerTold {
  readonly appointmentId: string;
  /** The visit's time that they spoke of: the answer counts for no other. */
  readonly visitAt: EpochMs;
  readonly answer: 'confirmed' | 'declined';
  readonly by: ChangedBy;
}

/**
 * Records an answer that a patient gave to a person, with all that follows a patient's own: worklist, write-back, flip, a new plan.
 * Recorded again it changes nothing.
 * @throws {Fault} `not_found`; `conflict` where the visit moved, is off, or has begun.
 */
export function recordStaffAnswer(
  db: Database,
  practiceId: string,
  { appointmentId, visitAt, answer, by }: AnswerTold,
): Promise<StaffAppointment> {
  return db.inPractice(practiceId, async (tx) => {
    await lockSubjects(tx, [appointmentId]);
    const visit = await findVisitAnswered(tx, appointmentId);
    if (visit === null) throw new Fault('not_found', 'No visit of this practice has this id.');
    // The API tells times to the second.
    if (Math.floor(visit.startsAt / 1000) !== Math.floor(visitAt / 1000)) {
      throw new Fault(
        'conflict',
        'The visit has another time now. Look at it again, and ask the patient about that one.',
      );
    }
    if (!isOpen({ ...visit, occurrence: visit.startsAt, answerableUntil: visit.startsAt }, tx.now)) {
      throw new Fault(
        'conflict',
        'This visit takes no answer any more: it has begun, or the PMS has it as over, cancelled or moved. Note it in the PMS.',
      );
    }
    if (visit.answer !== answer || visit.source !== 'staff') {
      await recordAnswer(
        tx,
        {
          subjectId: appointmentId,
          occurrence: visit.startsAt,
          answer,
          source: 'staff',
          messageId: null,
          replyId: null,
          at: tx.now,
        },
        staffCause(by, 'answered', { answer }),
      );
    }
    const after = await findStaffAppointment(tx, appointmentId);
    invariant(after !== null, 'a visit that was answered is there');
    return after;
  });
}
