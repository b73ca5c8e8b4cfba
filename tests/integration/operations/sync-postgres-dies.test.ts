import type { ChildProcess } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readMachine } from '../../../config.ts';
import { openDatabase, type Database } from '../../../db/database.ts';
import { migrate } from '../../../db/migrate.ts';
import { csvFeed } from '../../../feeds/csv/csv-feed.ts';
import { anyFreePort } from '../../../local/free-port.ts';
import { ensureDatabase, postgresAnswers } from '../../../local/postgres-answers.ts';
import { localDatabaseUrl, preparePostgres } from '../../../local/postgres-cluster.ts';
import { spawnProgram, type Program } from '../../../local/program.ts';
import { addPractice } from '../../../operations/practices/add-practice.ts';
import { syncFeed } from '../../../operations/sync/sync-feed.ts';
import { beginSync, takeSyncStep } from '../../../operations/sync/sync-steps.ts';
import { withStarter } from '../../environment/with-starter.ts';
import { aFeedFolder } from '../../unit/feeds/feed-folder.ts';
import { csvOf, examplePractice } from './practice-with-feed.ts';
import { theCopy } from './the-copy.ts';
import { firstExport, secondExport } from './two-exports.ts';

const now = Date.parse('2026-11-23T12:00:00Z');
const options = { source: 'command', list: 'appointments', acceptLosses: false, batchSize: 4 } as const;

let folder: string;
let program: Program;
let server: ChildProcess;
let serverUrl: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kept-crash-'));
  await chmod(folder, 0o755);
  const port = await anyFreePort();
  serverUrl = localDatabaseUrl(port, 'test', 'postgres');
  program = await preparePostgres({
    folder: join(folder, 'cluster'),
    port,
    password: 'test',
    // The server is killed and not the machine, so what it has written is there.
    settings: ['fsync=off'],
    environment: readMachine().environmentWith({}),
  });
  server = await startServer();
});
afterAll(async () => {
  server.kill('SIGINT');
  await ended(server);
  await rm(folder, { recursive: true, force: true });
});

/** After a kill the old server's processes take a moment to let go of its memory, and a new one does not start until then. */
async function startServer(): Promise<ChildProcess> {
  for (const deadline = performance.now() + 60_000; performance.now() < deadline;) {
    const started = spawnProgram(withStarter(program), { log: null, tied: false });
    while (started.exitCode === null && performance.now() < deadline) {
      if (await postgresAnswers(serverUrl)) return started;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error('PostgreSQL did not start.');
}

async function ended(process: ChildProcess): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return;
  await new Promise((resolve) => process.once('exit', resolve));
}

async function killPostgres(): Promise<void> {
  server.kill('SIGKILL');
  await ended(server);
  server = await startServer();
}

/** A practice with the first export applied and the second in its folder; `sync` takes that with whatever happens at a state. */
async function syncTheSecond(database: string, atState: string | null, happens: () => Promise<void>): Promise<unknown> {
  await ensureDatabase(serverUrl, database);
  const url = serverUrl.replace(/postgres$/, database);
  await migrate(url);
  const open = (): Database => openDatabase({ url, poolSize: 1, clock: () => now, applicationName: 'crash' });
  const exports = aFeedFolder({ 'appointments_202611230130.csv': csvOf(firstExport) });
  let db = open();
  const feed = csvFeed(exports.path, 'America/New_York');
  try {
    const practiceId = await addPractice(db, examplePractice, { carrier: 'configured', live: true, feedFolder: null });
    await syncFeed(db, practiceId, feed, { ...options, path: exports.path });
    exports.put('appointments_202611230230.csv', csvOf(secondExport));
    const run = { practiceId, runId: await beginSync(db, practiceId, { ...options, path: exports.path }) };
    let state: string = 'loading';
    for (let hasHappened = false; state !== 'applied';) {
      state = await takeSyncStep(db, run, feed, options);
      if (state !== atState || hasHappened) continue;
      hasHappened = true;
      await db.close();
      await happens();
      db = open();
    }
  } finally {
    await db.close();
    exports.close();
  }
  const sql = postgres(url, { max: 1 });
  try {
    return await theCopy(sql);
  } finally {
    await sql.end();
  }
}

test('law 9: Postgres killed while the file lies in staging, which is lost, or between two batches', async () => {
  const undisturbed = await syncTheSecond('undisturbed', null, () => Promise.resolve());

  let lost: number | undefined;
  const killedWhenLoaded = await syncTheSecond('killed_when_loaded', 'comparing', async () => {
    await killPostgres();
    const sql = postgres(serverUrl.replace(/postgres$/, 'killed_when_loaded'), { max: 1 });
    const [row] = await sql<{ staged: number }[]>`SELECT count(*)::int AS staged FROM staging_rows`;
    lost = row?.staged;
    await sql.end();
  });
  expect(lost).toBe(0);
  expect(killedWhenLoaded).toEqual(undisturbed);

  expect(await syncTheSecond('killed_when_applying', 'applying', killPostgres)).toEqual(undisturbed);
});
