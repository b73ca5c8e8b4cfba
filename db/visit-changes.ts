import { changedFacts } from './changed-facts.ts';
import type { PracticeTransaction } from './database.ts';
import type { ChangeBatch } from './feed-changes.ts';

/** Adds the batch's new visits, each with its subject, and returns their ids. */
export async function addNewVisits(tx: PracticeTransaction, batch: ChangeBatch): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    WITH fact AS MATERIALIZED (
      SELECT uuidv7() AS id, told.* FROM ${changedFacts(tx, batch, 'new')} AS told
    ),
    subject AS (
      INSERT INTO subjects (id, practice_id, type, ends_at)
      SELECT id, ${tx.practiceId}, 'appointment', starts_at + make_interval(days => 1, mins => duration_minutes) FROM fact
    )
    INSERT INTO appointments (
      id, practice_id, facility_id, patient_id, external_id, wall_time, starts_at, duration_minutes, type_id, type_name,
      provider_id, provider_name, pms_state, source_at, content_hash, first_seen_at, booked_at
    )
    SELECT
      id, ${tx.practiceId}, facility_id, patient_id, external_id, wall_time, starts_at, duration_minutes, type_id, type_name,
      provider_id, provider_name, pms_state, source_at, content_hash, ${tx.now}, told_at
    FROM fact
    RETURNING id`;
  return rows.map((row) => row.id);
}

/**
 * Writes the batch's changed visits as the file has them, except where something newer is known. An answer was given by a
 * patient for a time: where either is another now, there is none, and the history says so. Such a visit was booked anew, and so
 * was one that is back after it was cancelled or gone.
 */
export async function writeChangedVisits(tx: PracticeTransaction, batch: ChangeBatch): Promise<void> {
  await tx.sql`
    WITH fact AS (
      SELECT present.id, told.*,
        present.answer <> 'none' AND (present.starts_at, present.patient_id) <> (told.starts_at, told.patient_id) AS loses_answer,
        (present.starts_at, present.patient_id) <> (told.starts_at, told.patient_id)
          OR present.gone_at IS NOT NULL OR present.pms_state IN ('cancelled', 'rescheduled') AS is_booked_anew
      FROM ${changedFacts(tx, batch, 'changed')} AS told
      JOIN appointments present USING (practice_id, external_id)
      WHERE present.source_at <= told.source_at
    ),
    reset AS (
      INSERT INTO answers (practice_id, appointment_id, occurrence, answer, source, at)
      SELECT ${tx.practiceId}, id, starts_at, 'none', 'move', ${tx.now} FROM fact WHERE loses_answer
    )
    UPDATE appointments visit
    SET facility_id = fact.facility_id, patient_id = fact.patient_id, wall_time = fact.wall_time, starts_at = fact.starts_at,
        duration_minutes = fact.duration_minutes, type_id = fact.type_id, type_name = fact.type_name,
        provider_id = fact.provider_id, provider_name = fact.provider_name, pms_state = fact.pms_state,
        booked_at = CASE WHEN is_booked_anew THEN fact.told_at ELSE booked_at END,
        answer = CASE WHEN loses_answer THEN 'none' ELSE answer END,
        answer_source = CASE WHEN loses_answer THEN NULL ELSE answer_source END,
        answered_at = CASE WHEN loses_answer THEN NULL ELSE answered_at END,
        gone_at = NULL, source_at = fact.source_at, content_hash = fact.content_hash
    FROM fact
    WHERE visit.id = fact.id`;
}
