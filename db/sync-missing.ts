import { copyToFind } from './copy-of-list.ts';
import type { PracticeTransaction } from './database.ts';
import type { StagedRun } from './sync-compare.ts';

/** A facility or a provider, by the PMS's id, that would lose half or more of its coming visits. */
export interface HeldPart {
  readonly of: 'facility' | 'provider';
  readonly externalId: string;
  /** Visits of the next 14 days, or all that is open of another list, and how many of them are not in the file. */
  readonly visits: number;
  readonly missing: number;
}

export interface MissingRows {
  readonly gone: number;
  readonly held: number;
  readonly heldParts: readonly HeldPart[];
}

/**
 * Finds the visits, recalls or orders that a complete file should hold and does not, and writes down those that are gone: to come,
 * inside the file's window (of visits 2 days back to 365 ahead) and its facilities, and not heard of since the file was written. A
 * list of recalls or orders speaks for every facility, since the last row of one may leave it. A row in quarantine keeps what it is about: by its id, by any of its words where it is unreadable, by its patient where it has no id.
 *
 * A facility or provider that would lose half or more of 5 or more visits of the next 14 days, or of its open recalls or orders, is held: nothing of it is gone until
 * a person has looked, unless `acceptLosses` says that one has.
 */
export async function writeGoneRows(
  tx: PracticeTransaction,
  run: StagedRun,
  options: { readonly acceptLosses: boolean },
): Promise<MissingRows> {
  const [found] = await tx.sql<[MissingRows]>`
    WITH staged AS (
      SELECT * FROM staging_rows WHERE run_id = ${run.id}
    ),
    spared AS (
      SELECT external_id FROM staged
      UNION
      SELECT jsonb_array_elements_text(words) FROM staged WHERE words IS NOT NULL
    ),
    spared_patient AS (
      SELECT patient_id AS external_id FROM staged WHERE external_id = '' AND patient_id <> ''
    ),
    visit AS (
      SELECT present.external_id, present.facility_id, provider_id, is_weighed,
        is_inside AND present.source_at < ${run.exportedAt}
          AND NOT EXISTS (SELECT FROM spared WHERE spared.external_id = present.external_id)
          AND NOT EXISTS (SELECT FROM spared_patient WHERE spared_patient.external_id = patient.external_id) AS missing
      FROM (${copyToFind(tx, run.list, run.exportedAt)}) AS present
      JOIN patients patient ON patient.id = present.patient_id
    ),
    soon AS (
      SELECT * FROM visit WHERE is_weighed
    ),
    held_facility AS (
      SELECT facility_id, count(*) AS visits, count(*) FILTER (WHERE missing) AS missing
      FROM soon WHERE NOT ${options.acceptLosses} GROUP BY facility_id
      HAVING count(*) >= 5 AND count(*) FILTER (WHERE missing) * 2 >= count(*)
    ),
    held_provider AS (
      SELECT provider_id, count(*) AS visits, count(*) FILTER (WHERE missing) AS missing
      FROM soon WHERE NOT ${options.acceptLosses} AND provider_id <> '' GROUP BY provider_id
      HAVING count(*) >= 5 AND count(*) FILTER (WHERE missing) * 2 >= count(*)
    ),
    missing AS (
      SELECT *,
        facility_id IN (SELECT facility_id FROM held_facility) OR provider_id IN (SELECT provider_id FROM held_provider) AS is_held
      FROM visit WHERE missing
    ),
    gone AS (
      INSERT INTO sync_changes (run_id, practice_id, external_id, change, source_at)
      SELECT ${run.id}, ${tx.practiceId}, missing.external_id, 'gone', ${run.exportedAt}
      FROM missing JOIN facilities facility ON facility.id = missing.facility_id
      WHERE NOT is_held AND (${run.list !== 'appointments'} OR facility.external_id IN (SELECT staged.facility_id FROM staged))
      RETURNING 1
    ),
    held_part AS (
      SELECT 'facility' AS of, external_id, visits, missing
      FROM held_facility JOIN facilities ON facilities.id = held_facility.facility_id
      UNION ALL
      SELECT 'provider', provider_id, visits, missing FROM held_provider
    )
    SELECT
      (SELECT count(*)::int FROM gone) AS gone,
      (SELECT count(*)::int FROM missing WHERE is_held) AS held,
      (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
          'of', of, 'externalId', external_id, 'visits', visits, 'missing', missing
        ) ORDER BY of, external_id), '[]')
        FROM held_part
      ) AS "heldParts"`;
  return found;
}
