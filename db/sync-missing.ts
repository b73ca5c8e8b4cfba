import type { PracticeTransaction } from './database.ts';
import type { StagedRun } from './sync-compare.ts';

/** A facility or a provider, by the PMS's id, that would lose half or more of its coming visits. */
export interface HeldPart {
  readonly of: 'facility' | 'provider';
  readonly externalId: string;
  /** Visits of the next 14 days, and how many of them are not in the file. */
  readonly visits: number;
  readonly missing: number;
}

export interface MissingVisits {
  readonly gone: number;
  readonly held: number;
  readonly heldParts: readonly HeldPart[];
}

/**
 * Finds the visits that a complete file should hold and does not, and writes down those that are gone: to come, inside the file's
 * window (2 days back to 365 ahead) and its facilities, and not heard of since the file was written. A row in quarantine keeps its
 * visit: by its id, by any of its words where it is unreadable, by its patient where it has no id.
 *
 * A facility or provider that would lose half or more of 5 or more visits of the next 14 days is held: nothing of it is gone until
 * a person has looked, unless `acceptLosses` says that one has.
 */
export async function writeGoneVisits(
  tx: PracticeTransaction,
  run: StagedRun,
  options: { readonly acceptLosses: boolean },
): Promise<MissingVisits> {
  const [found] = await tx.sql<[MissingVisits]>`
    WITH staged AS (
      SELECT * FROM staging_appointments WHERE run_id = ${run.id}
    ),
    spared AS (
      SELECT appointment_id AS external_id FROM staged
      UNION
      SELECT jsonb_array_elements_text(words) FROM staged WHERE words IS NOT NULL
    ),
    spared_patient AS (
      SELECT patient_id AS external_id FROM staged WHERE appointment_id = '' AND patient_id <> ''
    ),
    visit AS (
      SELECT appointment.id, appointment.external_id, appointment.facility_id, provider_id, starts_at, pms_state,
        starts_at BETWEEN ${run.exportedAt}::timestamptz - interval '2 days' AND ${run.exportedAt}::timestamptz + interval '365 days'
          AND appointment.source_at < ${run.exportedAt}
          AND NOT EXISTS (SELECT FROM spared WHERE spared.external_id = appointment.external_id)
          AND NOT EXISTS (SELECT FROM spared_patient WHERE spared_patient.external_id = patient.external_id) AS missing
      FROM appointments appointment
      JOIN patients patient ON patient.id = appointment.patient_id
      WHERE appointment.practice_id = ${tx.practiceId} AND gone_at IS NULL AND starts_at > ${tx.now}
    ),
    soon AS (
      SELECT * FROM visit
      WHERE starts_at < ${tx.now}::timestamptz + interval '14 days' AND pms_state NOT IN ('cancelled', 'rescheduled')
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
      WHERE NOT is_held AND facility.external_id IN (SELECT staged.facility_id FROM staged)
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
