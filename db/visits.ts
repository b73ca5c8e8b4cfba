import type { Answer, EpochMs, PmsState } from '../domain/planning/plan.ts';
import type { PracticeTransaction } from './database.ts';

/** A visit with its patient and the contact point that texts go to: what planning asks of the practice's copy. */
export interface VisitRow {
  readonly id: string;
  readonly facilityId: string;
  readonly patientId: string;
  readonly startsAt: EpochMs;
  readonly durationMinutes: number;
  readonly pms: PmsState;
  readonly gone: boolean;
  readonly answer: Answer;
  readonly patientStatus: 'active' | 'inactive' | 'deceased';
  readonly language: string;
  readonly allowText: boolean | null;
  readonly cellPhone: string;
  readonly cellE164: string | null;
  readonly contactPointId: string | null;
  readonly optedOut: boolean;
  readonly landline: boolean;
  readonly invalid: boolean;
}

/** The visits of these subjects, in no order. */
export function findVisits(tx: PracticeTransaction, subjectIds: readonly string[]): Promise<VisitRow[]> {
  return tx.sql<VisitRow[]>`
    SELECT
      visit.id, visit.facility_id AS "facilityId", visit.patient_id AS "patientId",
      visit.starts_at AS "startsAt", visit.duration_minutes AS "durationMinutes",
      visit.pms_state AS pms, visit.gone_at IS NOT NULL AS gone, visit.answer,
      patient.status AS "patientStatus", patient.language, patient.allow_text AS "allowText",
      patient.cell_phone AS "cellPhone", patient.cell_e164 AS "cellE164",
      contact.id AS "contactPointId",
      contact.opted_out_at IS NOT NULL AS "optedOut",
      contact.landline_at IS NOT NULL AS landline,
      contact.invalid_at IS NOT NULL AS invalid
    FROM appointments visit
    JOIN patients patient ON patient.id = visit.patient_id
    LEFT JOIN contact_points contact
      ON contact.practice_id = visit.practice_id AND contact.address = patient.cell_e164
    WHERE visit.id = ANY(${subjectIds as string[]}::uuid[])`;
}

/** Writes the patient's newest answer for the visit's present time. */
export async function writeAnswer(
  tx: PracticeTransaction,
  given: { readonly appointmentId: string; readonly answer: Answer; readonly source: 'text' },
): Promise<void> {
  await tx.sql`
    UPDATE appointments
    SET answer = ${given.answer}, answer_source = ${given.source}, answered_at = ${tx.now}
    WHERE id = ${given.appointmentId}`;
}

/** Adds to the history of a visit's answers. */
export async function addAnswer(
  tx: PracticeTransaction,
  given: {
    readonly appointmentId: string;
    readonly occurrence: EpochMs;
    readonly answer: Answer;
    readonly source: 'text';
    readonly messageId: string;
    readonly replyId: string;
  },
): Promise<void> {
  await tx.sql`
    INSERT INTO answers (practice_id, appointment_id, occurrence, answer, source, message_id, reply_id, at)
    VALUES (${tx.practiceId}, ${given.appointmentId}, ${given.occurrence}, ${given.answer}, ${given.source},
      ${given.messageId}, ${given.replyId}, ${tx.now})`;
}

/** The patient's visit, by the patient's id in the PMS, that was seen last; null where there is none. */
export async function findLatestVisitOfPatient(tx: PracticeTransaction, externalId: string): Promise<string | null> {
  const [row] = await tx.sql<{ id: string }[]>`
    SELECT visit.id
    FROM patients patient
    JOIN appointments visit ON visit.patient_id = patient.id
    WHERE patient.external_id = ${externalId}
    ORDER BY visit.first_seen_at DESC, visit.id DESC
    LIMIT 1`;
  return row?.id ?? null;
}
