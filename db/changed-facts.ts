import type { FeedList } from '../domain/feed/feed-lists.ts';
import { factName } from './copy-of-list.ts';
import type { PracticeTransaction } from './database.ts';
import type { ChangeBatch } from './feed-changes.ts';

/**
 * A batch's differences of one sort, to select from: what the file says of each, with (practice_id, external_id, source_at, told_at, content_hash)
 * and the patient_id of its patient, who is written already.
 */
export function changedFacts({ sql }: PracticeTransaction, batch: ChangeBatch, change: 'new' | 'changed') {
  return sql`(
    SELECT change.practice_id, change.external_id, change.source_at, change.told_at, change.content_hash, patient.id AS patient_id, told.*
    FROM sync_changes change
    CROSS JOIN LATERAL jsonb_to_record(change.facts->${factName[batch.list]}::text) AS told(${factColumns(sql, batch.list)})
    JOIN patients patient
      ON patient.practice_id = change.practice_id AND patient.external_id = change.facts->'patient'->>'external_id'
    WHERE change.run_id = ${batch.runId} AND change.external_id = ANY(${batch.externalIds as string[]})
      AND change.change = ${change}
  )`;
}

/** What a row of the list says beside its patient, as columns. */
function factColumns(sql: PracticeTransaction['sql'], list: FeedList) {
  return {
    appointments: sql`
      facility_id uuid, wall_time timestamp, starts_at timestamptz, duration_minutes integer, type_id text, type_name text,
      provider_id text, provider_name text, pms_state text`,
    recalls: sql`facility_id uuid, due_on date, due_at timestamptz, type_name text, booked_by text`,
    orders: sql`facility_id uuid, product_name text, state text, ready_on date, ready_at timestamptz`,
  }[list];
}
