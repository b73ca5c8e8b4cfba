import type { EpochMs } from '../domain/planning/plan.ts';
import type { PracticeTransaction, Transaction } from './database.ts';

/** The signal that brings a plan to its workflow, named after why the plan changed. */
export type SignalName = 'confirmed' | 'declined' | 'rescheduled' | 'cancelled' | 'replanned';

export interface OutboxMark {
  readonly subjectId: string;
  readonly version: number;
  readonly signal: SignalName;
  /** 0 goes before everything; 1 goes soonest due first. */
  readonly priority: 0 | 1;
  /** When it is next to be done something: the soonest is told first. */
  readonly nextAt: EpochMs;
}

/** Marks subjects for the relay: one row each. A mark that is waiting keeps its better priority and the signal that earned it. */
export async function markOutbox(tx: PracticeTransaction, marks: readonly OutboxMark[]): Promise<void> {
  const rows = marks.map((mark) => ({ ...mark, nextAt: new Date(mark.nextAt).toISOString() }));
  await tx.sql`
    INSERT INTO outbox AS waiting (subject_id, practice_id, version, signal, priority, next_at, marked_at)
    SELECT mark."subjectId", ${tx.practiceId}, mark.version, mark.signal, mark.priority, mark."nextAt", ${tx.now}
    FROM jsonb_to_recordset(${tx.sql.json(rows)})
      AS mark("subjectId" uuid, version integer, signal text, priority smallint, "nextAt" timestamptz)
    ON CONFLICT (subject_id) DO UPDATE SET
      version = greatest(waiting.version, excluded.version),
      signal = CASE WHEN waiting.priority < excluded.priority THEN waiting.signal ELSE excluded.signal END,
      priority = least(waiting.priority, excluded.priority),
      next_at = excluded.next_at,
      marked_at = excluded.marked_at,
      leased_until = NULL`;
  await tx.sql`NOTIFY kept_outbox`;
}

export interface LeasedMark {
  readonly subjectId: string;
  readonly practiceId: string;
  readonly version: number;
  readonly signal: SignalName;
  readonly priority: OutboxMark['priority'];
}

/**
 * Takes up to `limit` marks for `forMs`, answers and cancellations first, then soonest due. A relay that dies loses nothing: its
 * lease runs out and another takes the mark.
 */
export function leaseMarks(tx: Transaction, limit: number, forMs: number): Promise<LeasedMark[]> {
  return tx.sql<LeasedMark[]>`
    WITH next AS (
      SELECT subject_id
      FROM outbox
      WHERE leased_until IS NULL OR leased_until < ${tx.now}
      ORDER BY priority, next_at
      LIMIT ${limit}
      FOR UPDATE SKIP LOCKED
    )
    UPDATE outbox
    SET leased_until = ${tx.now + forMs}
    FROM next
    WHERE outbox.subject_id = next.subject_id
    RETURNING outbox.subject_id AS "subjectId", practice_id AS "practiceId", version, signal, priority`;
}

/** Takes marks away, but for those of which a newer version was marked since they were leased. */
export async function dropMarks(
  tx: Transaction,
  told: readonly { readonly subjectId: string; readonly version: number }[],
): Promise<void> {
  await tx.sql`
    DELETE FROM outbox
    USING jsonb_to_recordset(${tx.sql.json(told)}) AS told("subjectId" uuid, version integer)
    WHERE outbox.subject_id = told."subjectId" AND outbox.version <= told.version`;
}

/** Leaves a mark for another try at `at`; `code` says why in a slug. */
export async function postponeMark(tx: Transaction, subjectId: string, at: EpochMs, code: string): Promise<void> {
  await tx.sql`
    UPDATE outbox SET leased_until = ${at}, tries = tries + 1, last_code = ${code} WHERE subject_id = ${subjectId}`;
}
