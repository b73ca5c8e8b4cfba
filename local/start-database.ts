import { stat, writeFile } from 'node:fs/promises';
import { findApiKey, insertApiKey } from '../db/api-keys.ts';
import { openDatabase, type Database } from '../db/database.ts';
import { forgetEngine } from '../db/forget-engine.ts';
import { migrate } from '../db/migrate.ts';
import { addShippedWords } from '../operations/practices/add-shipped-words.ts';
import { databaseName } from './local-environment.ts';
import { postgresPart, postgresSettings } from './parts.ts';
import { ensureDatabase } from './postgres-answers.ts';
import { localDatabaseUrl, preparePostgres } from './postgres-cluster.ts';
import type { StartContext } from './start-context.ts';

/** Starts PostgreSQL on this run's cluster, brings its schema up to date, and makes this run's token known to it. */
export async function startDatabase(start: StartContext): Promise<void> {
  const { run, environment } = start;
  const { postgresPassword, apiToken } = run.credentials;
  const program = await preparePostgres({
    folder: start.clusterFolder,
    port: run.ports.postgres,
    password: postgresPassword,
    settings: postgresSettings,
    environment,
  });
  const server = localDatabaseUrl(run.ports.postgres, postgresPassword, 'postgres');
  await start.supervisor.keep(postgresPart(start.dataFolder, program, server));
  await ensureDatabase(server, databaseName);
  await migrate(run.addresses.databaseUrl);
  await withDatabase(run.addresses.databaseUrl, addShippedWords);
  await ensureApiKey(run.addresses.databaseUrl, apiToken);
}

/**
 * Lets the sweep bring an engine that remembers nothing every plan that has not ended: its database file is new, or another
 * version's. `toldMark` is left beside the file once that is sure to happen.
 */
export async function tellNewEngine(databaseUrl: string, toldMark: string): Promise<void> {
  if (await stat(toldMark).catch(() => null)) return;
  await withDatabase(databaseUrl, async (db) => {
    await db.acrossPractices(forgetEngine);
  });
  await writeFile(toldMark, '');
}

function ensureApiKey(databaseUrl: string, token: string): Promise<void> {
  return withDatabase(databaseUrl, (db) =>
    db.acrossPractices(async (tx) => {
      if ((await findApiKey(tx, token)) !== null) return;
      await insertApiKey(tx, { name: 'kept start', practiceId: null, token });
    }),
  );
}

async function withDatabase(url: string, work: (db: Database) => Promise<unknown>): Promise<void> {
  const db = openDatabase({ url, poolSize: 1, applicationName: 'kept start' });
  try {
    await work(db);
  } finally {
    await db.close();
  }
}
