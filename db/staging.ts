import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { feedColumns, feedListShapes, type FeedColumn, type FeedList } from '../domain/feed/feed-lists.ts';
import type { EpochMs } from '../domain/planning/plan.ts';
import type { PracticeTransaction } from './database.ts';

/** A row of a feed with what was worked out while it streamed. */
export interface StagedRow {
  readonly file: string;
  readonly line: number;
  readonly defect: string | null;
  /** The raw words of a row with a defect. */
  readonly words: readonly string[] | null;
  readonly values: Readonly<Record<FeedColumn, string>>;
  /** When it is; null where its facility or its time cannot be told, and then `timeDefect` says which of the ways. */
  readonly instant: EpochMs | null;
  readonly timeDefect: 'bad_time' | 'bad_date' | 'dst_gap_time' | null;
  readonly cellE164: string | null;
  readonly homeE164: string | null;
  readonly workE164: string | null;
  readonly guarantorE164: string | null;
}

/** Fills staging with a run's rows, in place of what lay there of it, and returns how many they are. */
export async function stageRows(
  tx: PracticeTransaction,
  run: { readonly id: string; readonly list: FeedList },
  rows: AsyncIterable<StagedRow>,
): Promise<number> {
  await deleteStagedRows(tx, [run.id]);
  let count = 0;
  async function* lines(): AsyncGenerator<string> {
    for await (const row of rows) {
      count += 1;
      yield copyLine(run, row);
    }
  }
  const columns = tx.sql([
    'run_id',
    'file',
    'line',
    'defect',
    'words',
    'instant',
    'time_defect',
    'cell_e164',
    'home_e164',
    'work_e164',
    'guarantor_e164',
    'external_id',
    ...stagedColumns,
  ]);
  const copy = await tx.sql`COPY staging_rows (${columns}) FROM STDIN`.writable();
  await pipeline(Readable.from(lines()), copy);
  // Without the new figures the joins are planned for an empty table: a try of 100,000 rows took over 5 minutes in place of 24 s.
  await tx.sql`ANALYZE staging_rows`;
  return count;
}

/** How many of a run's rows lie in staging: none after a crash of Postgres. */
export async function countStagedRows(tx: PracticeTransaction, runId: string): Promise<number> {
  const [row] = await tx.sql<[{ rows: number }]>`
    SELECT count(*)::int AS rows FROM staging_rows WHERE run_id = ${runId}`;
  return row.rows;
}

export async function deleteStagedRows(tx: PracticeTransaction, runIds: readonly string[]): Promise<void> {
  await tx.sql`DELETE FROM staging_rows WHERE run_id = ANY(${runIds as string[]}::uuid[])`;
}

/** As they stand in the files: the column of a list's id is `external_id` there. */
const ids: ReadonlySet<FeedColumn> = new Set(Object.values(feedListShapes).map(({ id }) => id));
const stagedColumns: readonly FeedColumn[] = ['appointment_id', ...feedColumns.filter((column) => !ids.has(column))];

function copyLine(run: { readonly id: string; readonly list: FeedList }, row: StagedRow): string {
  const { id } = feedListShapes[run.list];
  const cells = [
    run.id,
    row.file,
    String(row.line),
    row.defect,
    row.words === null ? null : JSON.stringify(row.words),
    row.instant === null ? null : new Date(row.instant).toISOString(),
    row.timeDefect,
    row.cellE164,
    row.homeE164,
    row.workE164,
    row.guarantorE164,
    row.values[id],
    ...stagedColumns.map((column) => (column === id ? '' : row.values[column])),
  ];
  return `${cells.map(copyCell).join('\t')}\n`;
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** @see https://www.postgresql.org/docs/18/sql-copy.html, "Text Format" */
function copyCell(text: string | null): string {
  return text === null ? '\\N' : text.replace(/[\\\t\n\r]/g, (character) => escapes[character] ?? character);
}
