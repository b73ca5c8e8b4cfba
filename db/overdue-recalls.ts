import type { EpochMs } from '../domain/planning/plan.ts';
import type { PracticeTransaction } from './database.ts';

/** A recall that was overdue when the practice could first write about it, and waits for the day that it begins on. */
export interface OverdueRecall {
  readonly id: string;
  readonly facilityId: string;
}

/** Lets only one at a time give days to the practice's overdue recalls. */
export async function lockBacklog(tx: PracticeTransaction): Promise<void> {
  await tx.sql`SELECT pg_advisory_xact_lock(hashtext('kept.backlog'), hashtext(${tx.practiceId}))`;
}

/**
 * The open ones of a practice that is live, what is due longest first; what is over 18 months old is no recall any more. One that was
 * written about is in progress: a practice that goes live again begins it no second time.
 */
export function findOverdueRecalls(tx: PracticeTransaction): Promise<OverdueRecall[]> {
  return tx.sql<OverdueRecall[]>`
    SELECT recall.id, recall.facility_id AS "facilityId"
    FROM planned_subjects recall
    JOIN practices practice ON practice.id = recall.practice_id AND practice.live_at IS NOT NULL
    WHERE recall.type = 'recall' AND recall.practice_id = ${tx.practiceId} AND NOT recall.has_steps AND recall.gone_at IS NULL
      AND recall.closed_by IS NULL AND recall.answer = 'none' AND recall.useful_until > ${tx.now}
      AND NOT EXISTS (
        SELECT FROM messages message
        WHERE message.subject_id = recall.id AND message.occurrence = recall.starts_at
          AND message.state NOT IN ('not_sent', 'withheld')
      )
    ORDER BY recall.facility_id, recall.starts_at, recall.id`;
}

/** The days from yesterday on that overdue recalls were given, one for each recall. */
export function findTakenDays(tx: PracticeTransaction): Promise<{ facilityId: string; at: EpochMs }[]> {
  return tx.sql<{ facilityId: string; at: EpochMs }[]>`
    SELECT facility_id AS "facilityId", begins_at AS at
    FROM recalls
    WHERE practice_id = ${tx.practiceId} AND begins_at > ${tx.now}::timestamptz - interval '2 days'`;
}

/** Gives each of these recalls the day that it begins on. Their subjects' locks are held. */
export async function writeBegins(
  tx: PracticeTransaction,
  begins: readonly { readonly id: string; readonly at: EpochMs }[],
): Promise<void> {
  const rows = begins.map(({ id, at }) => ({ id, at: new Date(at).toISOString() }));
  await tx.sql`
    UPDATE recalls SET begins_at = given.at
    FROM jsonb_to_recordset(${tx.sql.json(rows)}) AS given(id uuid, at timestamptz)
    WHERE recalls.id = given.id`;
}

/** What a practice that is to go live would have waiting: overdue recalls, and recalls and orders that are too old to go. */
export interface Backlog {
  readonly overdueRecalls: number;
  readonly recallsTooOld: number;
  readonly ordersTooOld: number;
}

/** The same as if it went live now. */
export async function findBacklog(tx: PracticeTransaction): Promise<Backlog> {
  const [row] = await tx.sql<[Backlog]>`
    SELECT
      count(*) FILTER (WHERE type = 'recall' AND useful_until > ${tx.now})::int AS "overdueRecalls",
      count(*) FILTER (WHERE type = 'recall' AND useful_until <= ${tx.now})::int AS "recallsTooOld",
      count(*) FILTER (WHERE type = 'order' AND useful_until <= ${tx.now})::int AS "ordersTooOld"
    FROM planned_subjects subject
    JOIN facilities facility ON facility.id = subject.facility_id
    WHERE subject.practice_id = ${tx.practiceId} AND type IN ('recall', 'order') AND gone_at IS NULL AND closed_by IS NULL
      AND answer = 'none'
      AND (subject.starts_at AT TIME ZONE facility.time_zone)::date < (${tx.now}::timestamptz AT TIME ZONE facility.time_zone)::date`;
  return row;
}
