import type { EpochMs } from '../domain/planning/plan.ts';
import type { FeedList } from '../domain/feed/feed-lists.ts';
import { copyTable, factName, stagedFacts } from './copy-of-list.ts';
import type { PracticeTransaction } from './database.ts';

/** A run whose file lies in staging, checked. */
export interface StagedRun {
  readonly id: string;
  readonly list: FeedList;
  readonly exportedAt: EpochMs;
  /** Columns that its file does not have. */
  readonly lacks: readonly string[];
}

/** What became of the good rows of a file, by count. */
export interface ComparedRows {
  readonly new: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly older: number;
}

/**
 * Holds the good rows of a run against the practice's copy, and writes down what is new and what is changed.
 * - A patient who is in several rows is as the newest of them says, so that it does not matter which is applied last.
 * - A row says what was true when it was last updated, else when the file was written; a clock ahead of ours counts as now. What
 *   says something older than is known is left alone.
 * - What its file has no column for, a row says nothing of: it neither is compared nor overwrites what another list knows.
 * - A row that was gone and is in the file is back, whatever its time of update: gone was the older word.
 */
export async function writeChangedRows(tx: PracticeTransaction, run: StagedRun): Promise<ComparedRows> {
  const rows = await tx.sql<{ change: keyof ComparedRows; rows: number }[]>`
    WITH good AS (
      SELECT staged.*, facility.id AS facility_uuid,
        least(coalesce(nullif(staged.updated_at, '')::timestamptz, ${run.exportedAt}), ${tx.now}) AS source_at,
        CASE WHEN staged.updated_at <> '' THEN least(staged.updated_at::timestamptz, ${tx.now}) END AS told_at
      FROM staging_rows staged
      JOIN facilities facility ON facility.practice_id = ${tx.practiceId} AND facility.external_id = staged.facility_id
      WHERE staged.run_id = ${run.id} AND NOT EXISTS (
        SELECT FROM quarantine q WHERE q.run_id = staged.run_id AND q.file = staged.file AND q.line = staged.line
      )
    ),
    patient AS (
      SELECT DISTINCT ON (patient_id) patient_id, jsonb_build_object(
        'external_id', patient_id, 'first_name', first_name, 'last_name', last_name, 'preferred_name', preferred_name,
        'date_of_birth', nullif(date_of_birth, ''), 'language', language, 'status', coalesce(nullif(patient_status, ''), 'active'),
        'cell_phone', cell_phone, 'cell_e164', cell_e164, 'home_phone', home_phone, 'home_e164', home_e164,
        'work_phone', work_phone, 'work_e164', work_e164, 'email', email, 'preferred_channel', nullif(preferred_channel, ''),
        'allow_text', nullif(allow_text, '') = 'yes', 'allow_voice', nullif(allow_voice, '') = 'yes',
        'allow_email', nullif(allow_email, '') = 'yes', 'interpreter', interpreter, 'postal_code', postal_code,
        'guarantor_id', guarantor_id, 'guarantor_name', guarantor_name, 'guarantor_phone', guarantor_phone,
        'guarantor_e164', guarantor_e164, 'guarantor_email', guarantor_email
      ) - ${unsaid(run.lacks)}::text[] AS facts
      FROM good
      ORDER BY patient_id, source_at DESC, file DESC, line DESC
    ),
    fact AS (
      SELECT good.external_id, source_at, told_at, jsonb_build_object('patient', patient.facts, ${factName[run.list]}::text, jsonb_build_object(
        ${stagedFacts(tx.sql, run.list)}
      )) AS facts
      FROM good
      JOIN patient USING (patient_id)
    ),
    compared AS (
      SELECT fact.external_id, fact.facts, fact.told_at, content_hash,
        CASE WHEN present.gone_at IS NULL THEN fact.source_at ELSE greatest(fact.source_at, ${run.exportedAt}) END AS source_at,
        CASE
          WHEN present.id IS NULL THEN 'new'
          WHEN present.gone_at IS NOT NULL
            THEN CASE WHEN present.source_at <= ${run.exportedAt} THEN 'changed' ELSE 'older' END
          WHEN present.known_hash = fact_hash.content_hash THEN 'unchanged'
          WHEN present.source_at <= fact.source_at THEN 'changed'
          ELSE 'older'
        END AS change
      FROM fact
      CROSS JOIN LATERAL (SELECT sha256(convert_to(facts::text, 'UTF8')) AS content_hash) AS fact_hash
      LEFT JOIN (
        SELECT id, external_id, gone_at, source_at, content_hash AS known_hash
        FROM ${copyTable(tx.sql, run.list)} WHERE practice_id = ${tx.practiceId}
      ) AS present USING (external_id)
    ),
    written AS (
      INSERT INTO sync_changes (run_id, practice_id, external_id, change, source_at, told_at, facts, content_hash)
      SELECT ${run.id}, ${tx.practiceId}, external_id, change, source_at, told_at, facts, content_hash
      FROM compared WHERE change IN ('new', 'changed')
    )
    SELECT change, count(*)::int AS rows FROM compared GROUP BY change`;
  return {
    new: 0,
    changed: 0,
    unchanged: 0,
    older: 0,
    ...Object.fromEntries(rows.map((row) => [row.change, row.rows])),
  };
}

/** The keys of a patient's facts that columns which are not there would fill: a number goes with its E.164 form. */
function unsaid(lacks: readonly string[]): string[] {
  return lacks.flatMap((column) => {
    if (column === 'patient_status') return ['status'];
    return column.endsWith('_phone') ? [column, column.replace(/_phone$/, '_e164')] : [column];
  });
}
