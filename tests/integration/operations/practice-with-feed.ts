import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { appointmentColumns, type AppointmentColumn } from '../../../domain/feed/appointment-columns.ts';
import { feedListShapes, type FeedColumn, type FeedList } from '../../../domain/feed/feed-lists.ts';
import type { EpochMs } from '../../../domain/planning/plan.ts';
import { csvFeed } from '../../../feeds/csv/csv-feed.ts';
import { addPractice } from '../../../operations/practices/add-practice.ts';
import { readPracticeFile } from '../../../operations/practices/practice-file.ts';
import type { PracticeFile } from '../../../operations/practices/practice-file-schema.ts';
import { syncFeed, trySync, type SyncReport } from '../../../operations/sync/sync-feed.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';

const example = readPracticeFile(
  JSON.parse(readFileSync(new URL('../../../examples/practice.json', import.meta.url), 'utf8')),
);

/** The example, with texts alone: what a feed does to a plan shows as well by one channel. */
export const examplePractice: PracticeFile = {
  ...example,
  senders: example.senders.filter(({ channel }) => channel === 'text'),
  steps: (example.steps ?? []).map((step) => ({ ...step, channel: 'text', backups: [] })),
};

/** A row of a feed by the columns that matter; the rest as an ordinary visit has them. */
export function aRow(row: Partial<Record<AppointmentColumn, string>> = {}): Record<AppointmentColumn, string> {
  const ordinary = {
    appointment_id: 'A1',
    facility_id: 'MAIN',
    starts_at: '2026-12-01T10:00',
    status: 'scheduled',
    patient_id: `P-${row.appointment_id ?? 'A1'}`,
    first_name: 'Ada',
    last_name: 'Doe',
    cell_phone: '+17575550142',
  };
  const empty = Object.fromEntries(appointmentColumns.map((column) => [column, '']));
  return { ...empty, ...ordinary, ...row } as Record<AppointmentColumn, string>;
}

type FeedRowOfTest = Partial<Record<FeedColumn, string>>;

/** A file of a list with every column that it may have. */
function listOf(list: FeedList, rows: readonly FeedRowOfTest[]): string {
  return fileOf(feedListShapes[list].columns, rows);
}

/** A file with these columns. */
export function fileOf(columns: readonly FeedColumn[], rows: readonly FeedRowOfTest[]): string {
  const lines = rows.map((row) => columns.map((column) => `"${(row[column] ?? '').replaceAll('"', '""')}"`).join(','));
  return `${[columns.join(','), ...lines].join('\n')}\n`;
}

export function csvOf(rows: readonly Partial<Record<AppointmentColumn, string>>[]): string {
  return listOf('appointments', rows);
}

/** A practice on a database of its own, whose clock and feed the test sets. */
export interface PracticeWithFeed {
  readonly database: TestDatabase;
  readonly practiceId: string;
  readonly folder: string;
  now: EpochMs;
  /** Puts an export into the folder, written by the PMS at `exportedAt` (`202611230130`, the practice's clocks). */
  put(exportedAt: string, content: string, list?: FeedList): void;
  sync(options?: { acceptLosses?: boolean; list?: FeedList }): Promise<SyncReport>;
  trySync(list?: FeedList): Promise<SyncReport>;
  /** Takes away all that syncs have written, and the exports. */
  empty(): Promise<void>;
  /** Puts an export there and syncs it. */
  take(exportedAt: string, rows: readonly Partial<Record<AppointmentColumn, string>>[]): Promise<SyncReport>;
  /** The same with a list of recalls or orders. */
  takeList(list: FeedList, exportedAt: string, rows: readonly FeedRowOfTest[]): Promise<SyncReport>;
}

/** Sets one up for a test file, and empties it after each test but for the practice itself. */
export function practiceWithFeed(): PracticeWithFeed {
  const folder = mkdtempSync(join(tmpdir(), 'kept-sync-'));
  const practice = {
    folder,
    now: Date.parse('2026-11-23T12:00:00Z'),
    put: (exportedAt: string, content: string, list = 'appointments') => {
      writeFileSync(join(folder, `${list}_${exportedAt}.csv`), content);
    },
    sync: ({ acceptLosses = false, list = 'appointments' } = {}) =>
      syncFeed(practice.database.db, practice.practiceId, csvFeed(folder, 'America/New_York'), {
        source: 'command',
        list,
        path: folder,
        acceptLosses,
      }),
    trySync: (list = 'appointments') =>
      trySync(practice.database.db, practice.practiceId, csvFeed(folder, 'America/New_York'), {
        source: 'command',
        list,
        path: folder,
        acceptLosses: false,
      }),
    take: (exportedAt, rows) => {
      practice.put(exportedAt, csvOf(rows));
      return practice.sync();
    },
    takeList: (list, exportedAt, rows) => {
      practice.put(exportedAt, listOf(list, rows), list);
      return practice.sync({ list });
    },
  } as PracticeWithFeed & { database: TestDatabase; practiceId: string };

  beforeAll(async () => {
    practice.database = await openTestDatabase({ clock: () => practice.now });
    practice.practiceId = await addPractice(practice.database.db, examplePractice, {
      carrier: 'configured',
      live: true,
      feedFolder: folder,
    });
  });
  afterEach(() => practice.empty());
  practice.empty = async () => {
    await practice.database.sql`
      TRUNCATE sync_changes, quarantine, sync_runs, answers, messages, outbox, plan_changes, appointments, subjects,
        contact_points, patients, staging_rows CASCADE`;
    for (const file of readdirSync(folder)) rmSync(join(folder, file));
    practice.now = Date.parse('2026-11-23T12:00:00Z');
  };
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await practice.database.close();
  });
  return practice;
}
