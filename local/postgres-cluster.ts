import { spawn } from 'node:child_process';
import { chown, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../domain/fault.ts';
import { postgresAccount, type PostgresAccount } from './postgres-account.ts';
import { findPostgresBinaries } from './postgres-binaries.ts';
import type { Program } from './program.ts';

export interface ClusterOptions {
  /** The cluster's folder; made where it is not there. */
  readonly folder: string;
  readonly port: number;
  /** The superuser's, with which a new cluster is made. */
  readonly password: string;
  /** `name=value`, over the built-in settings. */
  readonly settings: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
}

/** Makes the cluster where there is none, and returns the server to start on it. */
export async function preparePostgres(options: ClusterOptions): Promise<Program> {
  const account = await postgresAccount(options.folder);
  const binaries = await findPostgresBinaries(account);
  if (!(await exists(options.folder))) await makeCluster(options, binaries.initdb, account);
  const settings = [
    `port=${String(options.port)}`,
    'listen_addresses=127.0.0.1',
    // A socket's path may be too long for the system, and its folder closed to the server's account.
    'unix_socket_directories=',
    ...options.settings,
  ];
  return {
    command: binaries.postgres,
    args: ['-D', options.folder, ...settings.flatMap((setting) => ['-c', setting])],
    environment: options.environment,
    cwd: options.folder,
    ...identity(account),
  };
}

/** The address of a database of a local cluster, as the superuser. */
export function localDatabaseUrl(port: number, password: string, database: string): string {
  return `postgres://postgres:${password}@127.0.0.1:${String(port)}/${database}`;
}

/** The cluster appears under its name when it is whole, so one whose making was cut short is made again. */
async function makeCluster(options: ClusterOptions, initdb: string, account: PostgresAccount): Promise<void> {
  const making = `${options.folder}.making`;
  const passwordFile = `${options.folder}.password`;
  await rm(making, { recursive: true, force: true });
  await mkdir(making, { mode: 0o700 });
  await writeFile(passwordFile, `${options.password}\n`, { mode: 0o600 });
  if (account.uid !== null && account.gid !== null) {
    await chown(making, account.uid, account.gid);
    await chown(passwordFile, account.uid, account.gid);
  }
  try {
    await runInitdb({
      command: initdb,
      args: [
        `--pgdata=${making}`,
        '--username=postgres',
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        // Sorted alike on every machine, whatever locales it has.
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--locale=C',
        '--no-sync',
      ],
      environment: options.environment,
      cwd: making,
      ...identity(account),
    });
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(making, options.folder);
}

async function runInitdb({ command, args, environment, ...rest }: Program): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const child = spawn(command, args, { ...rest, env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Fault('not_configured', `PostgreSQL's initdb failed: ${said.trim()}`));
    });
  });
}

function identity(account: PostgresAccount): { uid?: number; gid?: number } {
  return account.uid === null || account.gid === null ? {} : { uid: account.uid, gid: account.gid };
}

async function exists(path: string): Promise<boolean> {
  return stat(join(path, 'PG_VERSION')).then(
    () => true,
    () => false,
  );
}
