import type { PracticeTransaction } from './database.ts';

/** Notes that a reply told of the patient's death; the first time that it was told stays. */
export async function noteDeceased(tx: PracticeTransaction, patientId: string): Promise<void> {
  await tx.sql`
    UPDATE patients SET deceased_reported_at = coalesce(deceased_reported_at, ${tx.now}) WHERE id = ${patientId}`;
}

/** The patient's visits whose plans have not ended. */
export async function findVisitsOfPatient(tx: PracticeTransaction, patientId: string): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    SELECT visit.id
    FROM appointments visit
    JOIN subjects ON subjects.id = visit.id
    WHERE visit.patient_id = ${patientId} AND subjects.ends_at > ${tx.now}`;
  return rows.map(({ id }) => id);
}

/** The patient who has this number; null where nobody has, or several. */
export async function findPatientOfPhone(tx: PracticeTransaction, e164: string): Promise<string | null> {
  const rows = await tx.sql<{ id: string }[]>`
    SELECT id FROM patients WHERE ${e164} IN (cell_e164, home_e164, work_e164) LIMIT 2`;
  return rows.length === 1 ? (rows[0]?.id ?? null) : null;
}
