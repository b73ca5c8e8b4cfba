import type { Machine } from '../config.ts';
import { findApiKey, insertApiKey } from '../db/api-keys.ts';
import { openDatabase } from '../db/database.ts';
import { migrate } from '../db/migrate.ts';
import { isListening } from './is-listening.ts';
import { databaseName } from './local-environment.ts';
import { keptPart, postgresPart, postgresSettings } from './parts.ts';
import { ensureDatabase } from './postgres-answers.ts';
import { localDatabaseUrl, preparePostgres } from './postgres-cluster.ts';
import type { Progress } from './progress.ts';
import type { RunFile } from './run-file.ts';
import { startEngine } from './start-engine.ts';
import { workerPolls } from './readiness.ts';
import type { Supervisor } from './supervisor.ts';
import { ensureWorkflowBundle } from './workflow-bundle-cache.ts';

export interface PartsToStart {
  readonly dataFolder: string;
  readonly clusterFolder: string;
  readonly machine: Machine;
  readonly progress: Progress;
  readonly run: RunFile;
  readonly supervisor: Supervisor;
  readonly signal: AbortSignal;
}

/** Starts every part, side by side where one does not need the other. Resolves when all are ready. */
export async function startParts(start: PartsToStart): Promise<void> {
  const { dataFolder, run, supervisor, machine, signal } = start;
  const environment = machine.environmentWith(run.environment);
  await Promise.all([
    startDatabase(start, environment),
    startEngine(start, environment),
    ensureWorkflowBundle(run.environment['KEPT_WORKFLOW_BUNDLE'] ?? '', environment, signal),
  ]);
  const { simulator, workerMetrics } = run.ports;
  const workerEnvironment = machine.environmentWith({ ...run.environment, KEPT_METRICS_PORT: String(workerMetrics) });
  await Promise.all([
    supervisor.keep(keptPart('simulator', dataFolder, environment, () => isListening(simulator))),
    supervisor.keep(keptPart('worker', dataFolder, workerEnvironment, () => workerPolls(workerMetrics))),
  ]);
}

async function startDatabase(start: PartsToStart, environment: NodeJS.ProcessEnv): Promise<void> {
  const { run, dataFolder } = start;
  const { postgresPassword, apiToken } = run.credentials;
  const program = await preparePostgres({
    folder: start.clusterFolder,
    port: run.ports.postgres,
    password: postgresPassword,
    settings: postgresSettings,
    environment,
  });
  const server = localDatabaseUrl(run.ports.postgres, postgresPassword, 'postgres');
  await start.supervisor.keep(postgresPart(dataFolder, program, server));
  await ensureDatabase(server, databaseName);
  await migrate(run.addresses.databaseUrl);
  await ensureApiKey(run.addresses.databaseUrl, apiToken);
}

async function ensureApiKey(databaseUrl: string, token: string): Promise<void> {
  const db = openDatabase({ url: databaseUrl, poolSize: 1, applicationName: 'kept start' });
  try {
    await db.acrossPractices(async (tx) => {
      if ((await findApiKey(tx, token)) === null)
        await insertApiKey(tx, { name: 'kept start', practiceId: null, token });
    });
  } finally {
    await db.close();
  }
}
