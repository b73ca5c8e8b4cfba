import type { EpochMs } from '../domain/planning/plan.ts';
import type { FeedList } from '../domain/feed/feed-lists.ts';
import type { PracticeTransaction } from './database.ts';
import type { SyncCounts } from './sync-runs.ts';
import { pageOf, type Page, type PageRequest } from './keyset.ts';

/** A sync run as staff see it. */
export interface StaffSyncRun {
  readonly id: string;
  readonly keyAt: string;
  readonly list: FeedList;
  readonly source: 'schedule' | 'command' | 'api' | 'drop';
  readonly path: string;
  readonly exportedAt: EpochMs | null;
  readonly state: 'loading' | 'comparing' | 'applying' | 'applied' | 'refused' | 'failed';
  readonly reason: string | null;
  readonly advice: string | null;
  readonly counts: Partial<SyncCounts>;
  readonly quarantined: number;
  readonly startedAt: EpochMs;
  readonly finishedAt: EpochMs | null;
}

/** A row of a feed that was left out, and why. */
export interface StaffQuarantined {
  readonly id: string;
  readonly keyAt: string;
  readonly runId: string;
  readonly startedAt: EpochMs;
  readonly file: string;
  readonly line: number;
  readonly column: string | null;
  readonly reason: string;
  readonly externalId: string | null;
}

/** A page of runs, newest first. */
export async function findStaffSyncRuns(tx: PracticeTransaction, page: PageRequest): Promise<Page<StaffSyncRun>> {
  const { sql } = tx;
  const rows = await sql<StaffSyncRun[]>`
    ${runs(sql)}
    ${page.after === null ? sql`` : sql`WHERE (r.started_at, r.id) < (${page.after.at}::text::timestamptz, ${page.after.id}::uuid)`}
    ORDER BY r.started_at DESC, r.id DESC
    LIMIT ${page.limit + 1}`;
  return pageOf(rows, page.limit);
}

/** One run; null where the practice has none of that id. */
export async function findStaffSyncRun(tx: PracticeTransaction, id: string): Promise<StaffSyncRun | null> {
  const [row] = await tx.sql<StaffSyncRun[]>`${runs(tx.sql)} WHERE r.id = ${id}`;
  return row ?? null;
}

/** A page of quarantined rows, those of the newest run first. */
export async function findStaffQuarantine(
  tx: PracticeTransaction,
  filter: { readonly run?: string; readonly reason?: string },
  page: PageRequest,
): Promise<Page<StaffQuarantined>> {
  const { sql } = tx;
  const rows = await sql<StaffQuarantined[]>`
    SELECT q.id, r.started_at::text AS "keyAt", q.run_id AS "runId", r.started_at AS "startedAt", q.file, q.line,
      q.column_name AS "column", q.reason, q.external_id AS "externalId"
    FROM quarantine q JOIN sync_runs r ON r.id = q.run_id
    WHERE true
      ${filter.run === undefined ? sql`` : sql`AND q.run_id = ${filter.run}`}
      ${filter.reason === undefined ? sql`` : sql`AND q.reason = ${filter.reason}`}
      ${page.after === null ? sql`` : sql`AND (r.started_at, q.id) < (${page.after.at}::text::timestamptz, ${page.after.id}::uuid)`}
    ORDER BY r.started_at DESC, q.id DESC
    LIMIT ${page.limit + 1}`;
  return pageOf(rows, page.limit);
}

function runs(sql: PracticeTransaction['sql']) {
  return sql`
    SELECT r.id, r.started_at::text AS "keyAt", r.list, r.source, r.path, r.exported_at AS "exportedAt", r.state, r.reason, r.advice,
      r.counts, r.started_at AS "startedAt", r.finished_at AS "finishedAt",
      (SELECT count(*)::int FROM quarantine q WHERE q.run_id = r.id) AS quarantined
    FROM sync_runs r`;
}
