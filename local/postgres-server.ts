import { spawn, type ChildProcess } from 'node:child_process';
import { chown, mkdir, stat, writeFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import postgres from 'postgres';
import { Fault } from '../domain/fault.ts';
import { postgresAccount } from './postgres-account.ts';
import { findPostgresBinaries } from './postgres-binaries.ts';

export interface PostgresServerOptions {
  /** The cluster's folder; made when it is not there. */
  readonly cluster: string;
  readonly port: number;
  readonly password: string;
  /** Where a copy of the binaries may go that the server's account can reach. */
  readonly copies: string;
  /** `name=value`, over the built-in settings. */
  readonly settings: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  /** Put before the command, as a wrapper of it. */
  readonly wrapper?: readonly string[];
  /** What the server says, line by line; PostgreSQL quotes rows in its errors, so the local run keeps it in a file only. */
  readonly log: NodeJS.WritableStream | null;
}

export interface PostgresServer {
  readonly process: ChildProcess;
  /** Of the database `postgres`, as the superuser. */
  readonly url: string;
}

/** The address of a database of the local cluster. */
export function localDatabaseUrl(port: number, password: string, database: string): string {
  return `postgres://postgres:${password}@127.0.0.1:${String(port)}/${database}`;
}

/** Makes the cluster where there is none, and starts a server on it. Ready when it accepts connections. */
export async function startPostgres(options: PostgresServerOptions): Promise<PostgresServer> {
  const account = await postgresAccount(options.cluster);
  const binaries = await findPostgresBinaries(account, options.copies);
  const identity = account.uid === null || account.gid === null ? {} : { uid: account.uid, gid: account.gid };
  await makeCluster(options, binaries.initdb, identity);
  const [program, ...before] = [...(options.wrapper ?? []), binaries.postgres];
  const settings = [
    `port=${String(options.port)}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    ...options.settings,
  ];
  const child = spawn(program, [...before, '-D', options.cluster, ...settings.flatMap((setting) => ['-c', setting])], {
    ...identity,
    cwd: options.cluster,
    env: options.environment,
    // Ctrl-C reaches a whole process group; the supervisor decides when the database stops.
    detached: true,
    stdio: ['ignore', 'ignore', options.log === null ? 'ignore' : 'pipe'],
  });
  if (options.log !== null) child.stderr?.pipe(options.log, { end: false });
  const url = localDatabaseUrl(options.port, options.password, 'postgres');
  await untilItAccepts(url, child);
  return { process: child, url };
}

async function makeCluster(
  options: PostgresServerOptions,
  initdb: string,
  identity: { uid?: number; gid?: number },
): Promise<void> {
  if (await stat(join(options.cluster, 'PG_VERSION')).catch(() => null)) return;
  // A cluster whose making was cut short has no PG_VERSION-complete state to go on from.
  await rm(options.cluster, { recursive: true, force: true });
  await mkdir(options.cluster, { recursive: true, mode: 0o700 });
  const passwordFile = join(options.cluster, '..', `password-${String(options.port)}`);
  await writeFile(passwordFile, `${options.password}\n`, { mode: 0o600 });
  if (identity.uid !== undefined && identity.gid !== undefined) {
    await chown(options.cluster, identity.uid, identity.gid);
    await chown(passwordFile, identity.uid, identity.gid);
  }
  const arguments_ = [
    `--pgdata=${options.cluster}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--no-sync',
  ];
  try {
    await new Promise<void>((resolve, reject) => {
      const child = spawn(initdb, arguments_, {
        ...identity,
        env: options.environment,
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let said = '';
      child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
      child.on('error', reject);
      child.on('close', (code) => {
        if (code === 0) resolve();
        else reject(new Fault('not_configured', `PostgreSQL's initdb failed: ${said.trim()}`));
      });
    });
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/** Asks every 50 ms for a minute: recovery after a crash takes its time. */
async function untilItAccepts(url: string, child: ChildProcess): Promise<void> {
  const failed = { said: '' };
  child.on('error', (error) => (failed.said = error.message));
  for (let tries = 0; tries < 1200; tries += 1) {
    if (failed.said !== '' || child.exitCode !== null || child.signalCode !== null) {
      throw new Fault('not_configured', `PostgreSQL ended at its start (${failed.said || String(child.exitCode)}).`);
    }
    const sql = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => undefined });
    try {
      await sql`SELECT 1`;
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    } finally {
      await sql.end({ timeout: 1 });
    }
  }
  throw new Fault('database_unavailable', 'PostgreSQL did not accept connections within a minute.');
}
