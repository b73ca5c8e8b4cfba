import { feedListShapes, type FeedList } from '../domain/feed/feed-lists.ts';
import type { PracticeTransaction } from './database.ts';

/**
 * Puts every staged row of the run that cannot be taken into quarantine, each with the first thing that is wrong with it, and
 * returns how many they are.
 */
export async function quarantineBadRows(
  tx: PracticeTransaction,
  run: { readonly id: string; readonly list: FeedList },
): Promise<number> {
  const { id: idColumn, time: timeColumn, statuses } = feedListShapes[run.list];
  const rows = await tx.sql`
    WITH staged AS (
      SELECT *, count(*) FILTER (WHERE defect IS NULL) OVER (PARTITION BY external_id) AS rows_with_id
      FROM staging_rows
      WHERE run_id = ${run.id}
    )
    INSERT INTO quarantine (practice_id, run_id, file, line, column_name, reason, external_id)
    SELECT ${tx.practiceId}, run_id, file, line, nullif(verdict[1], ''), verdict[2], nullif(staged.external_id, '')
    FROM staged
    LEFT JOIN facilities facility ON facility.practice_id = ${tx.practiceId} AND facility.external_id = staged.facility_id
    CROSS JOIN LATERAL (
      SELECT CASE
        WHEN defect IS NOT NULL
          THEN ARRAY['', defect]
        WHEN staged.external_id = ''
          THEN ARRAY[${idColumn}, 'missing_id']
        WHEN rows_with_id > 1
          THEN ARRAY[${idColumn}, 'duplicate_id']
        WHEN facility.id IS NULL
          THEN ARRAY['facility_id', 'unknown_facility']
        WHEN time_defect IS NOT NULL
          THEN ARRAY[${timeColumn}, time_defect]
        WHEN duration_minutes <> '' AND (duration_minutes !~ '^[0-9]{1,4}$' OR duration_minutes::int NOT BETWEEN 1 AND 1440)
          THEN ARRAY['duration_minutes', 'bad_duration']
        WHEN cardinality(${statuses as string[]}::text[]) > 0 AND status <> ALL(${statuses as string[]}::text[])
          THEN ARRAY['status', 'bad_status']
        WHEN patient_id = ''
          THEN ARRAY['patient_id', 'missing_patient']
        WHEN last_name = ''
          THEN ARRAY['last_name', 'missing_last_name']
        WHEN date_of_birth <> ''
          AND (date_of_birth !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' OR NOT pg_input_is_valid(date_of_birth, 'date'))
          THEN ARRAY['date_of_birth', 'bad_date']
        WHEN patient_status NOT IN ('', 'active', 'inactive', 'deceased')
          THEN ARRAY['patient_status', 'bad_patient_status']
        WHEN preferred_channel NOT IN ('', 'text', 'voice', 'email')
          THEN ARRAY['preferred_channel', 'bad_channel']
        WHEN allow_text NOT IN ('', 'yes', 'no')
          THEN ARRAY['allow_text', 'bad_permission']
        WHEN allow_voice NOT IN ('', 'yes', 'no')
          THEN ARRAY['allow_voice', 'bad_permission']
        WHEN allow_email NOT IN ('', 'yes', 'no')
          THEN ARRAY['allow_email', 'bad_permission']
        WHEN updated_at <> '' AND (
            updated_at !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})$'
            OR NOT pg_input_is_valid(updated_at, 'timestamptz')
          )
          THEN ARRAY['updated_at', 'bad_updated_at']
      END AS verdict
    ) AS check_of_row
    WHERE verdict IS NOT NULL`;
  return rows.count;
}

/** A row that was left out, where it stands, and why. */
export interface QuarantinedRow {
  readonly file: string;
  readonly line: number;
  readonly column: string | null;
  readonly reason: string;
  readonly externalId: string | null;
}

/** The rows that a run left out, in the order of the file. */
export function findQuarantine(tx: PracticeTransaction, runId: string): Promise<QuarantinedRow[]> {
  return tx.sql<QuarantinedRow[]>`
    SELECT file, line, column_name AS column, reason, external_id AS "externalId"
    FROM quarantine WHERE run_id = ${runId} ORDER BY file, line`;
}
