import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import type { TestProject } from 'vitest/node';
import { readMachine } from '../../config.ts';
import { migrate } from '../../db/migrate.ts';
import { anyFreePort } from '../../local/free-port.ts';
import { temporalCli } from '../../local/pinned-wheels.ts';
import { startPostgres } from '../../local/postgres-server.ts';
import { testBinary, withStarter } from './test-binaries.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The superuser's address of the database `postgres` on the test run's cluster. */
    postgresUrl: string;
    temporalBinary: string;
  }
}

/** One cluster for the whole run; in it the migrated template that each test file's database is copied from. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const temporal = testBinary(temporalCli);
  const folder = await mkdtemp(join(tmpdir(), 'kept-test-'));
  await chmod(folder, 0o755);
  const server = await startPostgres({
    cluster: join(folder, 'cluster'),
    port: await anyFreePort(),
    password: 'test',
    copies: join(tmpdir(), 'kept-test-copies'),
    // Nothing here outlives the run, so nothing needs to reach the disk.
    settings: [
      'fsync=off',
      'synchronous_commit=off',
      'full_page_writes=off',
      'max_connections=300',
      'shared_buffers=64MB',
    ],
    environment: readMachine().environmentWith({}),
    wrapper: withStarter,
    log: null,
  });
  const sql = postgres(server.url, { max: 1 });
  await sql`CREATE DATABASE template_kept`;
  await sql.end();
  await migrate(server.url.replace(/postgres$/, 'template_kept'));
  project.provide('postgresUrl', server.url);
  project.provide('temporalBinary', await temporal);
  return async () => {
    const ended = new Promise((resolve) => server.process.once('exit', resolve));
    server.process.kill('SIGINT');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
}
