import type { EpochMs } from '../domain/planning/plan.ts';
import type { PracticeTransaction } from './database.ts';

/** Queues an answer to a visit for the PMS, where the practice tells it of such; one of the visit that still waits is overtaken by it. */
export async function queueWriteBack(
  tx: PracticeTransaction,
  given: { readonly subjectId: string; readonly occurrence: EpochMs; readonly answer: 'confirmed' | 'declined' },
): Promise<void> {
  await overtakeWriteBacks(tx, given.subjectId);
  await tx.sql`
    INSERT INTO write_backs (practice_id, appointment_id, occurrence, answer, queued_at)
    SELECT visit.practice_id, visit.id, ${given.occurrence}, ${given.answer}, ${tx.now}
    FROM appointments visit
    JOIN practice_settings settings ON settings.practice_id = visit.practice_id
    WHERE visit.id = ${given.subjectId}
      AND CASE ${given.answer} WHEN 'confirmed' THEN write_back_confirmed ELSE write_back_declined END`;
}

/** The PMS is no longer to be told of what waits for this visit: it does not stand any more. */
export async function overtakeWriteBacks(tx: PracticeTransaction, appointmentId: string): Promise<void> {
  await tx.sql`UPDATE write_backs SET state = 'overtaken' WHERE appointment_id = ${appointmentId} AND state = 'waiting'`;
}
