import { findApiKey, insertApiKey } from '../db/api-keys.ts';
import { openDatabase } from '../db/database.ts';
import { migrate } from '../db/migrate.ts';
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
  await ensureApiKey(run.addresses.databaseUrl, apiToken);
}

async function ensureApiKey(databaseUrl: string, token: string): Promise<void> {
  const db = openDatabase({ url: databaseUrl, poolSize: 1, applicationName: 'kept start' });
  try {
    await db.acrossPractices(async (tx) => {
      if ((await findApiKey(tx, token)) !== null) return;
      await insertApiKey(tx, { name: 'kept start', practiceId: null, token });
    });
  } finally {
    await db.close();
  }
}
