import type postgres from 'postgres';
import type { BurstVisit } from './burst.ts';
import type { BurstMessage } from './count.ts';
import { movedByMs } from './meddle.ts';

/** The messages about the times that these visits had at first. One about a moved visit's new time is none of the burst. */
export function findBurstMessages(sql: postgres.Sql, visits: readonly BurstVisit[]): Promise<BurstMessage[]> {
  return sql<BurstMessage[]>`
    SELECT message.id, message.subject_id AS "visitId", message.state, message.reason,
      EXISTS (
        SELECT FROM worklist_items item
        WHERE item.message_id = message.id AND item.type = 'unknown_send' AND item.state = 'open'
      ) AS listed,
      coalesce((
        SELECT jsonb_agg(jsonb_build_object(
          'id', attempt.id,
          'openedAt', (extract(epoch FROM attempt.opened_at) * 1000)::float8,
          'handOverBy', (extract(epoch FROM attempt.hand_over_by) * 1000)::float8
        ))
        FROM attempts attempt WHERE attempt.message_id = message.id
      ), '[]') AS attempts
    FROM messages message
    JOIN ${visitsAsRows(sql, visits)} ON visit.id = message.subject_id AND visit.starts_at = message.occurrence`;
}

/** How many of them are not over. */
export async function countOpenMessages(sql: postgres.Sql, visits: readonly BurstVisit[]): Promise<number> {
  const [row] = await sql<[{ open: number }]>`
    SELECT count(*)::integer AS open
    FROM messages message
    JOIN ${visitsAsRows(sql, visits)} ON visit.id = message.subject_id AND visit.starts_at = message.occurrence
    WHERE message.state IN ('not_sent', 'sending')`;
  return row.open;
}

/** The visits whose plan the engine was told. */
export async function countTold(sql: postgres.Sql, practiceIds: readonly string[]): Promise<number> {
  const [row] = await sql<[{ told: number }]>`
    SELECT count(*)::integer AS told FROM subjects
    WHERE practice_id = ANY(${practiceIds as string[]}::uuid[]) AND engine_version > 0`;
  return row.told;
}

/** Whether a relay has marks in hand. */
export async function relayIsAtWork(sql: postgres.Sql): Promise<boolean> {
  const rows = await sql`SELECT FROM outbox WHERE leased_until > now() LIMIT 1`;
  return rows.length > 0;
}

/** Whether a request to a carrier may be on its way right now. */
export async function requestIsOnItsWay(sql: postgres.Sql): Promise<boolean> {
  const rows = await sql`SELECT FROM attempts WHERE outcome = 'open' AND hand_over_by > now() LIMIT 1`;
  return rows.length > 0;
}

/** The moved visits whose message for the new time waits. */
export async function findWaitingForNewTime(
  sql: postgres.Sql,
  visits: readonly BurstVisit[],
): Promise<ReadonlySet<string>> {
  const rows = await sql<{ visitId: string }[]>`
    SELECT message.subject_id AS "visitId"
    FROM messages message
    JOIN ${visitsAsRows(sql, visits)} ON visit.id = message.subject_id
    WHERE message.state = 'not_sent' AND message.occurrence = visit.starts_at + ${movedByMs} * interval '1 millisecond'`;
  return new Set(rows.map(({ visitId }) => visitId));
}

function visitsAsRows(sql: postgres.Sql, visits: readonly BurstVisit[]): postgres.PendingQuery<postgres.Row[]> {
  return sql`(
    SELECT id::uuid, to_timestamp("startsAt" / 1000) AS starts_at
    FROM jsonb_to_recordset(${sql.json(visits.map(({ id, startsAt }) => ({ id, startsAt })))}) AS row(id text, "startsAt" float8)
  ) AS visit`;
}
