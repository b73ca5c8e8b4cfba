import type { EpochMs } from '../domain/planning/plan.ts';
import type { PracticeTransaction, Statement, Transaction } from './database.ts';
import type { LeasedMark, OutboxMark } from './outbox-mark.ts';

/** Who leased a mark brings it to the engine within this time, or another does. */
const leaseMs = 15_000;

/**
 * Marks subjects for the relay, one row each, and rings it; or leases them at once to who works here (`tx.marked`). A mark that is
 * waiting keeps its better priority and the signal that earned it.
 */
export async function markOutbox(tx: PracticeTransaction, marks: readonly OutboxMark[]): Promise<void> {
  const rows = marks.map((mark) => ({ ...mark, nextAt: new Date(mark.nextAt).toISOString() }));
  const leasedUntil = tx.marked === undefined ? null : tx.now + leaseMs;
  const written = await tx.sql<LeasedMark[]>`
    INSERT INTO outbox AS waiting (subject_id, practice_id, version, signal, priority, next_at, marked_at, leased_until)
    SELECT mark."subjectId", ${tx.practiceId}, mark.version, mark.signal, mark.priority, mark."nextAt", ${tx.now}, ${leasedUntil}
    FROM jsonb_to_recordset(${tx.sql.json(rows)})
      AS mark("subjectId" uuid, version integer, signal text, priority smallint, "nextAt" timestamptz)
    ON CONFLICT (subject_id) DO UPDATE SET
      version = greatest(waiting.version, excluded.version),
      signal = CASE WHEN waiting.priority < excluded.priority THEN waiting.signal ELSE excluded.signal END,
      priority = least(waiting.priority, excluded.priority),
      next_at = excluded.next_at,
      marked_at = excluded.marked_at,
      leased_until = excluded.leased_until
    RETURNING subject_id AS "subjectId", practice_id AS "practiceId", version, signal, priority`;
  if (tx.marked === undefined) await tx.sql`NOTIFY kept_outbox`;
  else for (const mark of written) tx.marked.set(mark.subjectId, mark);
}

/**
 * Takes up to `limit` marks, answers and cancellations first, then soonest due; `now` is when. A relay that dies loses nothing: its
 * lease runs out and another takes the mark. So nobody waits for the disk either: a lease that a crash of PostgreSQL takes back is one
 * that ran out early.
 */
export function leaseMarks({ sql, at }: Statement, limit: number): Promise<(LeasedMark & { now: EpochMs })[]> {
  return sql<(LeasedMark & { now: EpochMs })[]>`
    WITH clock AS MATERIALIZED (
      SELECT coalesce(${at}::timestamptz, clock_timestamp()) AS now, set_config('synchronous_commit', 'off', true)
    ), next AS (
      SELECT subject_id
      FROM outbox
      WHERE leased_until IS NULL OR leased_until < (SELECT now FROM clock)
      ORDER BY priority, next_at
      LIMIT ${limit}
      FOR UPDATE SKIP LOCKED
    )
    UPDATE outbox
    SET leased_until = clock.now + ${leaseMs} * interval '1 millisecond'
    FROM next, clock
    WHERE outbox.subject_id = next.subject_id
    RETURNING outbox.subject_id AS "subjectId", practice_id AS "practiceId", version, signal, priority, clock.now`;
}

/** Of which version of a subject's plan the engine was told. */
export interface ToldPlan {
  readonly subjectId: string;
  readonly version: number;
  /** Until when its run sleeps now, null: it is awake; left out where its sleep is as it was. */
  readonly parkedUntil?: EpochMs | null | undefined;
}

/**
 * Notes which versions the engine was told, and takes their marks away, but for those of which a newer version was marked since they
 * were leased. The subjects are locked in the order of their ids, as by those who plan. Nobody waits for the disk: what a crash of
 * PostgreSQL takes back the engine is told again.
 */
export async function noteTold({ sql }: Pick<Statement, 'sql'>, told: readonly ToldPlan[]): Promise<void> {
  const rows = told.map(({ subjectId, version, parkedUntil }) => ({
    subjectId,
    version,
    sleepChanged: parkedUntil !== undefined,
    parkedUntil: parkedUntil == null ? null : new Date(parkedUntil).toISOString(),
  }));
  await sql`
    WITH told AS MATERIALIZED (
      SELECT subjects.id, told.version, told."sleepChanged", told."parkedUntil"
      FROM jsonb_to_recordset(${sql.json(rows)})
        AS told("subjectId" uuid, version integer, "sleepChanged" boolean, "parkedUntil" timestamptz)
      JOIN subjects ON subjects.id = told."subjectId"
      ORDER BY subjects.id
      FOR NO KEY UPDATE OF subjects
    ), noted AS (
      UPDATE subjects
      SET engine_version = greatest(engine_version, told.version),
        parked_until = CASE WHEN told."sleepChanged" THEN told."parkedUntil" ELSE parked_until END
      FROM told
      WHERE subjects.id = told.id
    ), dropped AS (
      DELETE FROM outbox USING told WHERE outbox.subject_id = told.id AND outbox.version <= told.version
    )
    SELECT set_config('synchronous_commit', 'off', true)`;
}

/** Leaves a mark for another try at `at`; `code` says why in a slug. */
export async function postponeMark(tx: Transaction, subjectId: string, at: EpochMs, code: string): Promise<void> {
  await tx.sql`
    UPDATE outbox SET leased_until = ${at}, tries = tries + 1, last_code = ${code} WHERE subject_id = ${subjectId}`;
}
