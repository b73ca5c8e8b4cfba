import type { PracticeTransaction } from './database.ts';
import type { ChangeBatch } from './feed-changes.ts';

/** Adds the batch's new recalls, each with its subject, and returns their ids. */
export async function addNewRecalls(tx: PracticeTransaction, batch: ChangeBatch): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    WITH fact AS MATERIALIZED (
      SELECT uuidv7() AS id, change.external_id, change.source_at, change.content_hash, patient.id AS patient_id, recall.*
      FROM sync_changes change
      CROSS JOIN LATERAL jsonb_to_record(change.facts->'recall') AS recall(
        facility_id uuid, due_on date, due_at timestamptz, type_name text, booked_by text
      )
      JOIN patients patient
        ON patient.practice_id = change.practice_id AND patient.external_id = change.facts->'patient'->>'external_id'
      WHERE change.run_id = ${batch.runId} AND change.external_id = ANY(${batch.externalIds as string[]})
        AND change.change = 'new'
    ),
    subject AS (
      INSERT INTO subjects (id, practice_id, type, ends_at)
      SELECT id, ${tx.practiceId}, 'recall', due_at + interval '1 day' FROM fact
    )
    INSERT INTO recalls (
      id, practice_id, facility_id, patient_id, external_id, due_on, due_at, due_known_at, type_name, booked_by, source_at,
      content_hash, first_seen_at
    )
    SELECT
      id, ${tx.practiceId}, facility_id, patient_id, external_id, due_on, due_at, ${tx.now}, type_name, booked_by, source_at,
      content_hash, ${tx.now}
    FROM fact
    RETURNING id`;
  return rows.map((row) => row.id);
}

/**
 * Writes the batch's changed recalls as the file has them, except where something newer is known. An answer was given by a patient
 * for a day: where either is another now, there is none, and the recall begins anew.
 */
export async function writeChangedRecalls(tx: PracticeTransaction, batch: ChangeBatch): Promise<void> {
  await tx.sql`
    WITH fact AS (
      SELECT present.id, change.source_at, change.content_hash, patient.id AS patient_id, recall.*,
        (present.due_at, present.patient_id) <> (recall.due_at, patient.id) AS begins_anew
      FROM sync_changes change
      CROSS JOIN LATERAL jsonb_to_record(change.facts->'recall') AS recall(
        facility_id uuid, due_on date, due_at timestamptz, type_name text, booked_by text
      )
      JOIN patients patient
        ON patient.practice_id = change.practice_id AND patient.external_id = change.facts->'patient'->>'external_id'
      JOIN recalls present
        ON present.practice_id = change.practice_id AND present.external_id = change.external_id
        AND present.source_at <= change.source_at
      WHERE change.run_id = ${batch.runId} AND change.external_id = ANY(${batch.externalIds as string[]})
        AND change.change = 'changed'
    )
    UPDATE recalls recall
    SET facility_id = fact.facility_id, patient_id = fact.patient_id, due_on = fact.due_on, due_at = fact.due_at,
        type_name = fact.type_name, booked_by = fact.booked_by,
        due_known_at = CASE WHEN begins_anew THEN ${tx.now} ELSE recall.due_known_at END,
        begins_at = CASE WHEN begins_anew THEN NULL ELSE recall.begins_at END,
        answer = CASE WHEN begins_anew THEN 'none' ELSE recall.answer END,
        answer_source = CASE WHEN begins_anew THEN NULL ELSE recall.answer_source END,
        answered_at = CASE WHEN begins_anew THEN NULL ELSE recall.answered_at END,
        gone_at = NULL, source_at = fact.source_at, content_hash = fact.content_hash
    FROM fact
    WHERE recall.id = fact.id`;
}
