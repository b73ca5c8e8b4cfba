import { changedFacts } from './changed-facts.ts';
import type { PracticeTransaction } from './database.ts';
import type { ChangeBatch } from './feed-changes.ts';

/** Adds the batch's new orders, each with its subject, and returns their ids. */
export async function addNewOrders(tx: PracticeTransaction, batch: ChangeBatch): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    WITH fact AS MATERIALIZED (
      SELECT uuidv7() AS id, told.* FROM ${changedFacts(tx, batch, 'new')} AS told
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
    SET facility_id = told.facility_id, patient_id = told.patient_id, product_name = told.product_name, state = told.state,
        ready_on = told.ready_on, ready_at = told.ready_at, gone_at = NULL, source_at = told.source_at,
        content_hash = told.content_hash
    FROM ${changedFacts(tx, batch, 'changed')} AS told
    WHERE present.practice_id = told.practice_id AND present.external_id = told.external_id
      AND present.source_at <= told.source_at`;
}
