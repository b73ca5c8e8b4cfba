import type { Database } from '../../db/database.ts';
import { isStandingVisitOfPatient, writeRecallReview } from '../../db/recall-reviews.ts';
import { findRecallNow } from '../../db/recalls.ts';
import type { ChangedBy } from '../../db/setting-changes.ts';
import { lockSubjects } from '../../db/subjects.ts';
import { Fault } from '../../domain/fault.ts';
import { planForStaff } from './plan-for-staff.ts';
import { staffCause } from './staff-cause.ts';

/** What staff say of a visit of a recall's patient. */
export interface RecallReview {
  readonly recallId: string;
  readonly appointmentId: string;
  /** Whether the visit books the recall. */
  readonly books: boolean;
  readonly by: ChangedBy;
}

/**
 * Lets a visit book a recall that does not count by itself, or says that it does not, and plans the recall by that. It holds for the day
 * that the recall is due on, while the visit stands; the last word counts.
 * @throws {Fault} `not_found`; `conflict` where the visit is another patient's or does not stand.
 */
export function reviewRecall(
  db: Database,
  practiceId: string,
  { recallId, appointmentId, books, by }: RecallReview,
): Promise<void> {
  return db.inPractice(practiceId, async (tx) => {
    await lockSubjects(tx, [recallId]);
    const recall = await findRecallNow(tx, recallId);
    if (recall === null) throw new Fault('not_found', 'No recall of this practice has this id.');
    if (!(await isStandingVisitOfPatient(tx, appointmentId, recall.patientId))) {
      throw new Fault(
        'conflict',
        'The visit is not one of the recall’s patient, or the PMS has it as off. Look at the recall again.',
      );
    }
    await writeRecallReview(tx, { recallId, appointmentId, books, keyName: by.keyName });
    const did = books ? 'said_that_a_visit_books_it' : 'said_that_a_visit_does_not_book_it';
    await planForStaff(tx, recallId, staffCause(by, did, { appointmentId }));
  });
}
