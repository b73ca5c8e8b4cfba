import type { EpochMs } from '../domain/planning/plan.ts';
import type { FormerTime } from '../domain/planning/pms-change.ts';
import { changedFacts } from './changed-facts.ts';
import type { PracticeTransaction } from './database.ts';
import type { ChangeBatch } from './feed-changes.ts';

/** What a visit was before the batch, and when it was first seen. */
export interface VisitPast {
  readonly appointmentId: string;
  readonly firstSeenAt: EpochMs;
  /** The oldest first. */
  readonly formerTimes: readonly FormerTime[];
}

/**
 * Keeps what the batch's visits are before it changes their time, cancels them or brings them back; returns which it does. A visit that
 * another patient gets has no past. Goes before the batch is written, by the same rules of what is newer.
 */
export async function noteFormerTimes(tx: PracticeTransaction, batch: ChangeBatch): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    WITH told AS MATERIALIZED (
      SELECT external_id, source_at, patient_id, starts_at, pms_state IN ('cancelled', 'rescheduled') AS is_off
      FROM ${changedFacts(tx, batch, 'changed')} AS told
      UNION ALL
      SELECT change.external_id, change.source_at, gone.patient_id, gone.starts_at, true
      FROM sync_changes change
      JOIN appointments gone ON gone.practice_id = change.practice_id AND gone.external_id = change.external_id
      WHERE change.run_id = ${batch.runId} AND change.external_id = ANY(${batch.externalIds as string[]})
        AND change.change = 'gone'
    ),
    present AS MATERIALIZED (
      SELECT visit.id, visit.starts_at, visit.gone_at IS NOT NULL OR visit.pms_state IN ('cancelled', 'rescheduled') AS was_off,
        visit.patient_id <> told.patient_id AS is_given_away, told.starts_at AS now_at, told.is_off
      FROM told
      JOIN appointments visit ON visit.practice_id = ${tx.practiceId} AND visit.external_id = told.external_id
      WHERE visit.source_at <= told.source_at
    ),
    forgotten AS (
      DELETE FROM former_times WHERE appointment_id IN (SELECT id FROM present WHERE is_given_away)
    )
    INSERT INTO former_times (practice_id, appointment_id, changed_at, starts_at, was_off)
    SELECT ${tx.practiceId}, id, ${tx.now}, starts_at, was_off
    FROM present
    WHERE NOT is_given_away AND (starts_at, was_off) <> (now_at, is_off)
    -- Of two changes in one instant the first says what the visit was before it.
    ON CONFLICT (appointment_id, changed_at) DO NOTHING
    RETURNING appointment_id AS id`;
  return rows.map(({ id }) => id);
}

/** What these visits were, in no order. */
export function findVisitPasts(tx: PracticeTransaction, appointmentIds: readonly string[]): Promise<VisitPast[]> {
  return tx.sql<VisitPast[]>`
    SELECT visit.id AS "appointmentId", visit.first_seen_at AS "firstSeenAt", (
      SELECT jsonb_agg(jsonb_build_object(
        'startsAt', floor(extract(epoch FROM starts_at) * 1000), 'wasOff', was_off,
        'changedAt', floor(extract(epoch FROM changed_at) * 1000)
      ) ORDER BY changed_at)
      FROM former_times WHERE appointment_id = visit.id
    ) AS "formerTimes"
    FROM appointments visit
    WHERE visit.id = ANY(${appointmentIds as string[]}::uuid[])`;
}
