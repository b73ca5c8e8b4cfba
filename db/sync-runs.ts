import type { EpochMs } from '../domain/planning/plan.ts';
import type { FeedList } from '../domain/feed/feed-lists.ts';
import type { PracticeTransaction } from './database.ts';

export type SyncSource = 'schedule' | 'command' | 'api' | 'drop';

export type SyncState = 'loading' | 'comparing' | 'applying' | 'applied' | 'refused' | 'failed';

/** What a sync found, by count. */
export interface SyncCounts {
  /** Rows of the file. */
  readonly rows: number;
  readonly quarantined: number;
  readonly new: number;
  readonly changed: number;
  readonly gone: number;
  readonly unchanged: number;
  /** Rows that say something older than what is known. */
  readonly older: number;
  /** What is missing in the file, and stays until a person has looked. */
  readonly held: number;
}

/** One reading of a feed, as far as it has come. */
export interface SyncRun {
  readonly id: string;
  readonly list: FeedList;
  readonly path: string;
  readonly state: SyncState;
  readonly exportedAt: EpochMs | null;
  readonly stagedRows: number | null;
  /** Columns that its file does not have. */
  readonly lacks: readonly string[];
  readonly reason: string | null;
  readonly advice: string | null;
  readonly counts: Partial<SyncCounts>;
}

/** Begins a run and returns its id. */
export async function insertSyncRun(
  tx: PracticeTransaction,
  run: { readonly source: SyncSource; readonly path: string; readonly list: FeedList },
): Promise<string> {
  const [row] = await tx.sql<[{ id: string }]>`
    INSERT INTO sync_runs (practice_id, source, path, list, state, started_at)
    VALUES (${tx.practiceId}, ${run.source}, ${run.path}, ${run.list}, 'loading', ${tx.now})
    RETURNING id`;
  return row.id;
}

/** Ends the practice's unfinished runs of a list for a later one, and returns their ids. What they had left to apply, it finds again. */
export async function supersedeSyncRuns(tx: PracticeTransaction, list: FeedList): Promise<string[]> {
  const runs = await tx.sql<{ id: string }[]>`
    UPDATE sync_runs
    SET state = 'failed', reason = 'superseded', advice = 'It had not ended when a later sync began, which did its work.',
        finished_at = ${tx.now}
    WHERE practice_id = ${tx.practiceId} AND list = ${list} AND state IN ('loading', 'comparing', 'applying')
    RETURNING id`;
  const ids = runs.map((run) => run.id);
  await tx.sql`DELETE FROM sync_changes WHERE run_id = ANY(${ids}::uuid[])`;
  return ids;
}

/** The run, with its row lock: two who carry on the same run take turns. Null where the practice has none by this id. */
export async function lockSyncRun(tx: PracticeTransaction, runId: string): Promise<SyncRun | null> {
  const [run] = await tx.sql<SyncRun[]>`
    SELECT id, list, path, state, exported_at AS "exportedAt", staged_rows AS "stagedRows", lacks, reason, advice, counts
    FROM sync_runs WHERE id = ${runId} FOR UPDATE`;
  return run ?? null;
}

/** When the PMS wrote out the newest of a list that was applied, wholly or in part; null before the first. */
export async function findNewestExport(tx: PracticeTransaction, list: FeedList): Promise<EpochMs | null> {
  const [row] = await tx.sql<[{ newest: EpochMs | null }]>`
    SELECT max(exported_at) AS newest FROM sync_runs WHERE list = ${list} AND state <> 'refused' AND counts <> '{}'`;
  return row.newest;
}

/** The file's rows lie in staging: this many. */
export async function noteLoaded(
  tx: PracticeTransaction,
  runId: string,
  loaded: { readonly exportedAt: EpochMs; readonly rows: number; readonly lacks: readonly string[] },
): Promise<void> {
  await tx.sql`
    UPDATE sync_runs SET state = 'comparing', exported_at = ${loaded.exportedAt}, staged_rows = ${loaded.rows},
      lacks = ${loaded.lacks as string[]}
    WHERE id = ${runId}`;
}

/** Staging was emptied by a crash: the file is to be loaded again. */
export async function noteStagingLost(tx: PracticeTransaction, runId: string): Promise<void> {
  await tx.sql`UPDATE sync_runs SET state = 'loading', staged_rows = NULL WHERE id = ${runId}`;
}

/** The differences lie in `sync_changes`. `advice` is for a person, about what is held. */
export async function noteCompared(
  tx: PracticeTransaction,
  runId: string,
  found: { readonly counts: SyncCounts; readonly advice: string | null },
): Promise<void> {
  await tx.sql`
    UPDATE sync_runs SET state = 'applying', counts = ${tx.sql.json({ ...found.counts })}, advice = ${found.advice}
    WHERE id = ${runId}`;
}

export async function noteApplied(tx: PracticeTransaction, runId: string): Promise<void> {
  await tx.sql`UPDATE sync_runs SET state = 'applied', finished_at = ${tx.now} WHERE id = ${runId}`;
}

/** Nothing of the feed is applied: `reason` is a slug, `advice` says what to do. */
export async function noteRefused(
  tx: PracticeTransaction,
  runId: string,
  refusal: { readonly reason: string; readonly advice: string; readonly counts: Partial<SyncCounts> },
): Promise<void> {
  await tx.sql`
    UPDATE sync_runs
    SET state = 'refused', reason = ${refusal.reason}, advice = ${refusal.advice}, counts = ${tx.sql.json({ ...refusal.counts })},
        finished_at = ${tx.now}
    WHERE id = ${runId}`;
}

/** Ends a run that could not go on; `reason` is the fault's code. One that has ended otherwise stays as it is. */
export async function failSyncRun(tx: PracticeTransaction, runId: string, reason: string): Promise<void> {
  await tx.sql`
    UPDATE sync_runs
    SET state = 'failed', reason = ${reason}, finished_at = ${tx.now},
        advice = 'It could not go on. Whatever it had applied stays, and the next sync does the rest.'
    WHERE id = ${runId} AND state IN ('loading', 'comparing', 'applying')`;
  await tx.sql`DELETE FROM sync_changes WHERE run_id = ${runId}`;
}

/** When the last sync of a path began; null where there was none. */
export async function findLastSyncStart(tx: PracticeTransaction, path: string): Promise<EpochMs | null> {
  const [row] = await tx.sql<[{ last: EpochMs | null }]>`
    SELECT max(started_at) AS last FROM sync_runs WHERE path = ${path}`;
  return row.last;
}
