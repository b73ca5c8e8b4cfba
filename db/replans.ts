import type { EpochMs } from '../domain/planning/plan.ts';
import type { PracticeTransaction, Transaction } from './database.ts';

/** A change that plans are to follow. */
export interface ReplanInHand {
  readonly changeId: string;
  readonly state: 'waiting' | 'running';
  /** The last visit that was taken; null before the first. */
  readonly cursor: VisitKey | null;
  readonly visits: number;
  readonly planned: number;
}

/** Where a visit stands in the order that visits are taken in: by their time, then by id. */
export interface VisitKey {
  readonly at: EpochMs;
  readonly id: string;
}

/** Lets the plans follow a change. */
export async function insertReplan(tx: PracticeTransaction, changeId: string): Promise<void> {
  await tx.sql`INSERT INTO replans (change_id, practice_id) VALUES (${changeId}, ${tx.practiceId})`;
}

/** The changes that the practice's plans do not follow to the end yet, newest first, with their row locks. */
export async function lockReplans(tx: PracticeTransaction): Promise<ReplanInHand[]> {
  return tx.sql<ReplanInHand[]>`
    SELECT replan.change_id AS "changeId", replan.state, replan.visits, replan.planned,
      CASE WHEN replan.cursor_id IS NOT NULL THEN jsonb_build_object(
        'at', floor(extract(epoch FROM replan.cursor_at) * 1000), 'id', replan.cursor_id
      ) END AS cursor
    FROM replans replan
    JOIN setting_changes change ON change.id = replan.change_id
    WHERE replan.practice_id = ${tx.practiceId} AND replan.state IN ('waiting', 'running')
    ORDER BY change.version DESC
    FOR NO KEY UPDATE OF replan`;
}

/** Begins one change's run over so many visits, and lets these earlier ones join it. */
export async function beginReplan(
  tx: PracticeTransaction,
  changeId: string,
  visits: number,
  joining: readonly string[],
): Promise<void> {
  await tx.sql`UPDATE replans SET state = 'running', visits = ${visits} WHERE change_id = ${changeId}`;
  await tx.sql`
    UPDATE replans SET state = 'joined', joined_to = ${changeId}, ended_at = ${tx.now}
    WHERE change_id = ANY(${joining as string[]}::uuid[])`;
}

/** The changes that joined this one, oldest first. */
export async function findJoined(tx: PracticeTransaction, changeId: string): Promise<string[]> {
  const rows = await tx.sql<{ changeId: string }[]>`
    WITH RECURSIVE joined AS (
      SELECT change_id FROM replans WHERE joined_to = ${changeId}
      UNION SELECT replans.change_id FROM replans JOIN joined ON replans.joined_to = joined.change_id
    )
    SELECT change_id AS "changeId" FROM joined ORDER BY change_id`;
  return rows.map((row) => row.changeId);
}

/** Notes a batch that was taken up to this visit. */
export async function noteReplanned(
  tx: PracticeTransaction,
  changeId: string,
  batch: { readonly planned: number; readonly changed: number; readonly cursor: VisitKey },
): Promise<void> {
  await tx.sql`
    UPDATE replans
    SET planned = planned + ${batch.planned}, changed = changed + ${batch.changed},
        cursor_at = ${batch.cursor.at}, cursor_id = ${batch.cursor.id}
    WHERE change_id = ${changeId}`;
}

/** Notes that every plan follows the change. */
export async function endReplan(tx: PracticeTransaction, changeId: string): Promise<void> {
  await tx.sql`UPDATE replans SET state = 'done', ended_at = ${tx.now} WHERE change_id = ${changeId}`;
}

/** The practices with a change that their plans do not follow to the end yet. Needs a transaction across practices. */
export async function findPracticesToReplan(tx: Transaction): Promise<string[]> {
  const rows = await tx.sql<{ practiceId: string }[]>`
    SELECT DISTINCT practice_id AS "practiceId" FROM replans WHERE state IN ('waiting', 'running')`;
  return rows.map((row) => row.practiceId);
}

/**
 * The next visits, recalls and orders that a setting can still concern, soonest first: visits whose subject has not ended, and what may
 * still be written about of recalls and orders, since a step that is new may come after all that they had. A visit far in the past has
 * none that waits, and the index by time leaves them out.
 */
export async function findVisitsToPlan(
  tx: PracticeTransaction,
  page: { readonly after: VisitKey | null; readonly limit: number },
): Promise<VisitKey[]> {
  const { sql } = tx;
  return sql<VisitKey[]>`
    SELECT visit.id, visit.starts_at AS at
    ${openVisits(tx)}
      ${page.after === null ? sql`` : sql`AND (visit.starts_at, visit.id) > (${page.after.at}::timestamptz, ${page.after.id}::uuid)`}
    ORDER BY visit.starts_at, visit.id
    LIMIT ${page.limit}`;
}

/** How many these are in all. */
export async function countVisitsToPlan(tx: PracticeTransaction): Promise<number> {
  const [row] = await tx.sql<[{ count: number }]>`SELECT count(*)::int AS count ${openVisits(tx)}`;
  return row.count;
}

function openVisits({ sql, practiceId, now }: PracticeTransaction) {
  return sql`
    FROM (
      SELECT id, starts_at, false AS stays_open FROM appointments
      WHERE practice_id = ${practiceId} AND starts_at > ${now}::timestamptz - interval '60 days'
      UNION ALL
      SELECT id, coalesce(begins_at, due_at), due_at > ${now}::timestamptz - interval '18 months'
      FROM recalls WHERE practice_id = ${practiceId} AND gone_at IS NULL
      UNION ALL
      SELECT id, coalesce(ready_at, first_seen_at), coalesce(ready_at, first_seen_at) > ${now}::timestamptz - interval '30 days'
      FROM orders WHERE practice_id = ${practiceId} AND gone_at IS NULL AND state <> 'dispensed'
    ) AS visit
    JOIN subjects ON subjects.id = visit.id
    WHERE (subjects.ends_at > ${now} OR stays_open)`;
}
