import { changedFacts } from './changed-facts.ts';
import type { PracticeTransaction } from './database.ts';
import type { ChangeBatch } from './feed-changes.ts';

/** Adds the batch's new recalls, each with its subject, and returns their ids. */
export async function addNewRecalls(tx: PracticeTransaction, batch: ChangeBatch): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    WITH fact AS MATERIALIZED (
      SELECT uuidv7() AS id, told.* FROM ${changedFacts(tx, batch, 'new')} AS told
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
      SELECT present.id, told.*,
        (present.due_at, present.patient_id) <> (told.due_at, told.patient_id) AS begins_anew
      FROM ${changedFacts(tx, batch, 'changed')} AS told
      JOIN recalls present USING (practice_id, external_id)
      WHERE present.source_at <= told.source_at
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
