import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import postgres from 'postgres';
import { readMachine } from '../config.ts';
import { openDatabase, type Database } from '../db/database.ts';
import { clusterFolderOf } from '../local/cluster-folder.ts';
import { isFree } from '../local/free-port.ts';
import { keptProgram } from '../local/parts.ts';
import { readRunFile, type RunFile } from '../local/run-file.ts';
import { openTemporalClient } from '../worker/temporal-connection.ts';

/** The whole system as `kept start` runs it, on a data folder and ports of its own. */
export interface MeasuredSystem {
  readonly dataFolder: string;
  readonly run: RunFile;
  readonly db: Database;
  /** The superuser, whom row-level security does not bind: it plants what is measured. */
  readonly sql: postgres.Sql;
  readonly client: Client;
  /** What the engine's libraries are reached with. */
  readonly temporalEnvironment: NodeJS.ProcessEnv;
  /** Stops it and leaves nothing behind. */
  stop(): Promise<void>;
}

/** Starts it with `environment` over this process's own. Nothing is left running where it does not come up. */
export async function startMeasuredSystem(environment: Readonly<Record<string, string>>): Promise<MeasuredSystem> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'kept-bench-'));
  const port = String(await freePortBelowTheSystems());
  const { command, args } = keptProgram(
    'start',
    ['--no-demo', '--json', '--data', dataFolder, '--port', port],
    readMachine().environmentWith({}),
  );
  const child = spawn(command, args, {
    env: readMachine().environmentWith({ LOG_LEVEL: 'warn', ...environment, DATABASE_URL: '', KEPT_PUBLIC_URL: '' }),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');

  async function removeAll(): Promise<void> {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await ended;
    await rm(await clusterFolderOf(dataFolder), { recursive: true, force: true });
    await rm(dataFolder, { recursive: true, force: true });
  }

  const stopOnSignal = (): void => void removeAll().finally(() => process.exit(1));
  process.once('SIGINT', stopOnSignal).once('SIGTERM', stopOnSignal);
  try {
    await Promise.race([once(child.stdout, 'data'), ended]);
    const run = await readRunFile(dataFolder);
    if (run === null || child.exitCode !== null) throw new Error('The system did not start; it said why above.');
    const temporalEnvironment = { TEMPORAL_ADDRESS: run.addresses.temporalAddress };
    const { client, connection } = openTemporalClient(temporalEnvironment);
    const db = openDatabase({ url: run.addresses.databaseUrl, applicationName: 'bench' });
    const sql = postgres(run.addresses.databaseUrl, { max: 4, onnotice: () => undefined });
    return {
      dataFolder,
      run,
      db,
      sql,
      client,
      temporalEnvironment,
      async stop() {
        await Promise.all([connection.close(), db.close(), sql.end({ timeout: 5 })]);
        process.off('SIGINT', stopOnSignal).off('SIGTERM', stopOnSignal);
        await removeAll();
      },
    };
  } catch (error) {
    await removeAll();
    throw error;
  }
}

/**
 * A port with room above it for the parts' own. Not one that the machine deals out to connections (from 32,768 on, on Linux): while
 * other systems start and stop beside this one, such a port is taken again before its part listens there.
 */
async function freePortBelowTheSystems(): Promise<number> {
  for (;;) {
    const port = 20_000 + 10 * Math.floor(Math.random() * 1_000);
    if (await isFree(port)) return port;
  }
}
