import type { ContactPoint } from '../domain/planning/planning-facts.ts';
import type { PracticeTransaction } from './database.ts';

/** Notes that a reply told of the patient's death; the first time that it was told stays. */
export async function noteDeceased(tx: PracticeTransaction, patientId: string): Promise<void> {
  await tx.sql`
    UPDATE patients SET deceased_reported_at = coalesce(deceased_reported_at, ${tx.now}) WHERE id = ${patientId}`;
}

/** The patient's visits, recalls and orders whose plans have not ended. */
export async function findVisitsOfPatient(tx: PracticeTransaction, patientId: string): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    SELECT visit.id
    FROM planned_subjects visit
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

/** How a patient stands: as the PMS or a reply has it, and at the facility of the newest visit, else at any. */
export async function findPatientStanding(
  tx: PracticeTransaction,
  patientId: string,
): Promise<{ readonly status: 'active' | 'inactive' | 'deceased'; readonly facilityId: string }> {
  const [row] = await tx.sql<[{ status: 'active' | 'inactive' | 'deceased'; facilityId: string }]>`
    SELECT
      CASE WHEN patient.deceased_reported_at IS NULL THEN patient.status ELSE 'deceased' END AS status,
      coalesce(
        (SELECT facility_id FROM appointments visit WHERE visit.patient_id = patient.id ORDER BY starts_at DESC LIMIT 1),
        (SELECT id FROM facilities ORDER BY id LIMIT 1)
      ) AS "facilityId"
    FROM patients patient
    WHERE patient.id = ${patientId}`;
  return row;
}

/** A patient as staff write to one by text: at the guarantor's phone while a minor. */
export interface PatientToText {
  readonly status: 'active' | 'inactive' | 'deceased';
  readonly facilityId: string;
  readonly language: string;
  /** By the PMS; null where it says nothing. */
  readonly allowText: boolean | null;
  /** Null where no number is on file that can be written to. */
  readonly contact: (ContactPoint & { readonly address: string }) | null;
  /** Null where the practice has none for texts. */
  readonly senderId: string | null;
}

/** The patient, and whom a text to them goes from and to; null where the practice has none of that id. */
export async function findPatientToText(tx: PracticeTransaction, patientId: string): Promise<PatientToText | null> {
  const [patient] = await tx.sql<{ language: string; allowText: boolean | null; address: string | null }[]>`
    SELECT language, allow_text AS "allowText",
      CASE
        WHEN date_of_birth > ${tx.now}::timestamptz - interval '18 years' AND guarantor_phone <> '' THEN guarantor_e164
        ELSE cell_e164
      END AS address
    FROM patients
    WHERE id = ${patientId}`;
  if (patient === undefined) return null;
  const standing = await findPatientStanding(tx, patientId);
  const [sender] = await tx.sql<{ id: string }[]>`
    SELECT id FROM senders
    WHERE channel = 'text' AND (facility_id = ${standing.facilityId} OR facility_id IS NULL)
    ORDER BY facility_id IS NULL, id
    LIMIT 1`;
  const [contact] = await tx.sql<(ContactPoint & { address: string })[]>`
    SELECT id, address, opted_out_at IS NOT NULL AS "optedOut", landline_at IS NOT NULL AS landline,
      invalid_at IS NOT NULL AS invalid, wrong_number_at IS NOT NULL AS "wrongNumber"
    FROM contact_points
    WHERE address = ${patient.address}`;
  const { language, allowText } = patient;
  return { ...standing, language, allowText, contact: contact ?? null, senderId: sender?.id ?? null };
}
