import type { PracticeTransaction } from './database.ts';
import type { ChangeBatch } from './feed-changes.ts';

/** Adds the batch's new orders, each with its subject, and returns their ids. */
export async function addNewOrders(tx: PracticeTransaction, batch: ChangeBatch): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    WITH fact AS MATERIALIZED (
      SELECT uuidv7() AS id, change.external_id, change.source_at, change.content_hash, patient.id AS patient_id, ordered.*
      FROM sync_changes change
      CROSS JOIN LATERAL jsonb_to_record(change.facts->'order') AS ordered(
        facility_id uuid, product_name text, state text, ready_on date, ready_at timestamptz
      )
      JOIN patients patient
        ON patient.practice_id = change.practice_id AND patient.external_id = change.facts->'patient'->>'external_id'
      WHERE change.run_id = ${batch.runId} AND change.external_id = ANY(${batch.externalIds as string[]})
        AND change.change = 'new'
    ),
    subject AS (
      INSERT INTO subjects (id, practice_id, type, ends_at)
      SELECT id, ${tx.practiceId}, 'order', coalesce(ready_at, ${tx.now}) + interval '1 day' FROM fact
    )
    INSERT INTO orders (
      id, practice_id, facility_id, patient_id, external_id, product_name, state, ready_on, ready_at, source_at, content_hash,
      first_seen_at
    )
    SELECT
      id, ${tx.practiceId}, facility_id, patient_id, external_id, product_name, state, ready_on, ready_at, source_at, content_hash,
      ${tx.now}
    FROM fact
    RETURNING id`;
  return rows.map((row) => row.id);
}

/** Writes the batch's changed orders as the file has them, except where something newer is known. */
export async function writeChangedOrders(tx: PracticeTransaction, batch: ChangeBatch): Promise<void> {
  await tx.sql`
    UPDATE orders present
    SET facility_id = ordered.facility_id, patient_id = patient.id, product_name = ordered.product_name, state = ordered.state,
        ready_on = ordered.ready_on, ready_at = ordered.ready_at, gone_at = NULL, source_at = change.source_at,
        content_hash = change.content_hash
    FROM sync_changes change
    CROSS JOIN LATERAL jsonb_to_record(change.facts->'order') AS ordered(
      facility_id uuid, product_name text, state text, ready_on date, ready_at timestamptz
    )
    JOIN patients patient
      ON patient.practice_id = change.practice_id AND patient.external_id = change.facts->'patient'->>'external_id'
    WHERE change.run_id = ${batch.runId} AND change.external_id = ANY(${batch.externalIds as string[]})
      AND change.change = 'changed'
      AND present.practice_id = change.practice_id AND present.external_id = change.external_id
      AND present.source_at <= change.source_at`;
}
