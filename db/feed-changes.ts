import type { EpochMs } from '../domain/planning/plan.ts';
import type { PracticeTransaction } from './database.ts';

/** One at-sign, a dot behind it and no blanks: what is mistyped beyond that the carrier will say. */
const emailAddress = '^[^@[:space:]]+@[^@[:space:]]+\\.[^@[:space:].]+$';

/** Some of a run's differences: the next ones to apply. */
export interface ChangeBatch {
  readonly runId: string;
  readonly exportedAt: EpochMs;
  readonly externalIds: readonly string[];
}

/** The ids in the PMS of the next differences that wait to be applied. */
export async function findNextChanges(tx: PracticeTransaction, runId: string, limit: number): Promise<string[]> {
  const rows = await tx.sql<{ externalId: string }[]>`
    SELECT external_id AS "externalId" FROM sync_changes WHERE run_id = ${runId} ORDER BY external_id LIMIT ${limit}`;
  return rows.map((row) => row.externalId);
}

/** The visits of the copy that the batch may touch: those that it names, and what else its patients have coming. */
export async function findTouchedVisits(tx: PracticeTransaction, batch: ChangeBatch): Promise<string[]> {
  // As lists of ids: joined, the tables of a practice that was just added are read from end to end, for want of figures.
  const rows = await tx.sql<{ id: string }[]>`
    WITH patient_of_batch AS MATERIALIZED (
      SELECT id FROM patients
      WHERE practice_id = ${tx.practiceId} AND external_id = ANY(ARRAY(
        SELECT facts->'patient'->>'external_id' FROM sync_changes
        WHERE run_id = ${batch.runId} AND external_id = ANY(${batch.externalIds as string[]})
      ))
    )
    SELECT id FROM appointments WHERE practice_id = ${tx.practiceId} AND external_id = ANY(${batch.externalIds as string[]})
    UNION
    SELECT id FROM appointments
    WHERE practice_id = ${tx.practiceId} AND patient_id = ANY(ARRAY(SELECT id FROM patient_of_batch)) AND starts_at > ${tx.now}`;
  return rows.map((row) => row.id);
}

/**
 * Writes the batch's patients as the file has them, except where something newer is known. Whom the PMS makes active again is not
 * dead, whatever a reply told.
 */
export async function writePatients(tx: PracticeTransaction, batch: ChangeBatch): Promise<void> {
  await tx.sql`
    INSERT INTO patients AS patient (
      practice_id, external_id, first_name, last_name, preferred_name, date_of_birth, language, status,
      cell_phone, cell_e164, home_phone, home_e164, work_phone, work_e164, email, preferred_channel,
      allow_text, allow_voice, allow_email, interpreter, postal_code,
      guarantor_id, guarantor_name, guarantor_phone, guarantor_e164, guarantor_email, source_at
    )
    SELECT DISTINCT ON (fact.external_id) ${tx.practiceId}::uuid, fact.*, ${batch.exportedAt}::timestamptz
    FROM sync_changes change
    CROSS JOIN LATERAL jsonb_to_record(change.facts->'patient') AS fact(
      external_id text, first_name text, last_name text, preferred_name text, date_of_birth date, language text, status text,
      cell_phone text, cell_e164 text, home_phone text, home_e164 text, work_phone text, work_e164 text, email text,
      preferred_channel text, allow_text boolean, allow_voice boolean, allow_email boolean, interpreter text, postal_code text,
      guarantor_id text, guarantor_name text, guarantor_phone text, guarantor_e164 text, guarantor_email text
    )
    WHERE change.run_id = ${batch.runId} AND change.external_id = ANY(${batch.externalIds as string[]})
      AND change.facts IS NOT NULL
    ORDER BY fact.external_id
    ON CONFLICT (practice_id, external_id) DO UPDATE SET
      first_name = excluded.first_name, last_name = excluded.last_name, preferred_name = excluded.preferred_name,
      date_of_birth = excluded.date_of_birth, language = excluded.language, status = excluded.status,
      cell_phone = excluded.cell_phone, cell_e164 = excluded.cell_e164, home_phone = excluded.home_phone,
      home_e164 = excluded.home_e164, work_phone = excluded.work_phone, work_e164 = excluded.work_e164, email = excluded.email,
      preferred_channel = excluded.preferred_channel, allow_text = excluded.allow_text, allow_voice = excluded.allow_voice,
      allow_email = excluded.allow_email, interpreter = excluded.interpreter, postal_code = excluded.postal_code,
      guarantor_id = excluded.guarantor_id, guarantor_name = excluded.guarantor_name,
      guarantor_phone = excluded.guarantor_phone, guarantor_e164 = excluded.guarantor_e164, guarantor_email = excluded.guarantor_email, source_at = excluded.source_at,
      deceased_reported_at = CASE WHEN patient.status = 'active' OR excluded.status <> 'active' THEN patient.deceased_reported_at END
    WHERE patient.source_at <= excluded.source_at`;
}

/** Makes the practice know every number and address that the batch's patients can be reached at. What is known of one stays. */
export async function addContactPoints(tx: PracticeTransaction, batch: ChangeBatch): Promise<void> {
  await tx.sql`
    INSERT INTO contact_points (practice_id, address)
    SELECT DISTINCT ${tx.practiceId}::uuid, contact.address
    FROM sync_changes change
    CROSS JOIN LATERAL (
      SELECT change.facts->'patient'->>'cell_e164' AS address
      UNION ALL SELECT change.facts->'patient'->>'home_e164'
      UNION ALL SELECT change.facts->'patient'->>'work_e164'
      UNION ALL SELECT change.facts->'patient'->>'guarantor_e164'
      UNION ALL SELECT substring(lower(btrim(change.facts->'patient'->>'email')) FROM ${emailAddress})
      UNION ALL SELECT substring(lower(btrim(change.facts->'patient'->>'guarantor_email')) FROM ${emailAddress})
    ) AS contact
    WHERE change.run_id = ${batch.runId} AND change.external_id = ANY(${batch.externalIds as string[]})
      AND contact.address IS NOT NULL
    ORDER BY 2
    ON CONFLICT (practice_id, address) DO NOTHING`;
}

/** Adds the batch's new visits, each with its subject, and returns their ids. */
export async function addNewVisits(tx: PracticeTransaction, batch: ChangeBatch): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    WITH fact AS MATERIALIZED (
      SELECT uuidv7() AS id, change.external_id, change.source_at, change.content_hash, patient.id AS patient_id, visit.*
      FROM sync_changes change
      CROSS JOIN LATERAL jsonb_to_record(change.facts->'visit') AS visit(
        facility_id uuid, wall_time timestamp, starts_at timestamptz, duration_minutes integer, type_id text, type_name text,
        provider_id text, provider_name text, pms_state text
      )
      JOIN patients patient
        ON patient.practice_id = change.practice_id AND patient.external_id = change.facts->'patient'->>'external_id'
      WHERE change.run_id = ${batch.runId} AND change.external_id = ANY(${batch.externalIds as string[]})
        AND change.change = 'new'
    ),
    subject AS (
      INSERT INTO subjects (id, practice_id, type, ends_at)
      SELECT id, ${tx.practiceId}, 'appointment', starts_at + make_interval(days => 1, mins => duration_minutes) FROM fact
    )
    INSERT INTO appointments (
      id, practice_id, facility_id, patient_id, external_id, wall_time, starts_at, duration_minutes, type_id, type_name,
      provider_id, provider_name, pms_state, source_at, content_hash, first_seen_at
    )
    SELECT
      id, ${tx.practiceId}, facility_id, patient_id, external_id, wall_time, starts_at, duration_minutes, type_id, type_name,
      provider_id, provider_name, pms_state, source_at, content_hash, ${tx.now}
    FROM fact
    RETURNING id`;
  return rows.map((row) => row.id);
}

/**
 * Writes the batch's changed visits as the file has them, except where something newer is known. An answer was given by a
 * patient for a time: where either is another now, there is none, and the history says so.
 */
export async function writeChangedVisits(tx: PracticeTransaction, batch: ChangeBatch): Promise<void> {
  await tx.sql`
    WITH fact AS (
      SELECT present.id, change.source_at, change.content_hash, patient.id AS patient_id, visit.*,
        present.answer <> 'none' AND (present.starts_at, present.patient_id) <> (visit.starts_at, patient.id) AS loses_answer
      FROM sync_changes change
      CROSS JOIN LATERAL jsonb_to_record(change.facts->'visit') AS visit(
        facility_id uuid, wall_time timestamp, starts_at timestamptz, duration_minutes integer, type_id text, type_name text,
        provider_id text, provider_name text, pms_state text
      )
      JOIN patients patient
        ON patient.practice_id = change.practice_id AND patient.external_id = change.facts->'patient'->>'external_id'
      JOIN appointments present
        ON present.practice_id = change.practice_id AND present.external_id = change.external_id
        AND present.source_at <= change.source_at
      WHERE change.run_id = ${batch.runId} AND change.external_id = ANY(${batch.externalIds as string[]})
        AND change.change = 'changed'
    ),
    reset AS (
      INSERT INTO answers (practice_id, appointment_id, occurrence, answer, source, at)
      SELECT ${tx.practiceId}, id, starts_at, 'none', 'move', ${tx.now} FROM fact WHERE loses_answer
    )
    UPDATE appointments visit
    SET facility_id = fact.facility_id, patient_id = fact.patient_id, wall_time = fact.wall_time, starts_at = fact.starts_at,
        duration_minutes = fact.duration_minutes, type_id = fact.type_id, type_name = fact.type_name,
        provider_id = fact.provider_id, provider_name = fact.provider_name, pms_state = fact.pms_state,
        answer = CASE WHEN loses_answer THEN 'none' ELSE answer END,
        answer_source = CASE WHEN loses_answer THEN NULL ELSE answer_source END,
        answered_at = CASE WHEN loses_answer THEN NULL ELSE answered_at END,
        gone_at = NULL, source_at = fact.source_at, content_hash = fact.content_hash
    FROM fact
    WHERE visit.id = fact.id`;
}

/** Marks the batch's visits that are no longer in the PMS, except where something newer is known. */
export async function markGoneVisits(tx: PracticeTransaction, batch: ChangeBatch): Promise<void> {
  await tx.sql`
    UPDATE appointments visit
    SET gone_at = ${tx.now}, source_at = change.source_at
    FROM sync_changes change
    WHERE change.run_id = ${batch.runId} AND change.external_id = ANY(${batch.externalIds as string[]})
      AND change.change = 'gone'
      AND visit.practice_id = change.practice_id AND visit.external_id = change.external_id
      AND visit.source_at <= change.source_at`;
}

/** Takes the batch off the list: it is applied. */
export async function deleteChanges(tx: PracticeTransaction, batch: ChangeBatch): Promise<void> {
  await tx.sql`
    DELETE FROM sync_changes WHERE run_id = ${batch.runId} AND external_id = ANY(${batch.externalIds as string[]})`;
}
