import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readMachine } from '../../config.ts';
import { anyFreePort } from '../../local/free-port.ts';
import { postgresAnswers } from '../../local/postgres-answers.ts';
import { localDatabaseUrl, preparePostgres } from '../../local/postgres-cluster.ts';
import { spawnProgram } from '../../local/program.ts';
import { withStarter } from './with-starter.ts';

export interface TestCluster {
  /** Of the database `postgres`, as the superuser. */
  readonly url: string;
  close(): Promise<void>;
}

/** A PostgreSQL server on a cluster that lives as long as it. Nothing outlives the run, so nothing needs to reach the disk. */
export async function startTestCluster(): Promise<TestCluster> {
  const folder = await mkdtemp(join(tmpdir(), 'kept-test-'));
  await chmod(folder, 0o755);
  const port = await anyFreePort();
  const program = await preparePostgres({
    folder: join(folder, 'cluster'),
    port,
    password: 'test',
    settings: [
      'fsync=off',
      'synchronous_commit=off',
      'full_page_writes=off',
      'max_connections=300',
      'shared_buffers=64MB',
    ],
    environment: readMachine().environmentWith({}),
  });
  const server = spawnProgram(withStarter(program), { log: null, tied: false });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  const url = localDatabaseUrl(port, 'test', 'postgres');
  for (const deadline = performance.now() + 60_000; !(await postgresAnswers(url));) {
    if (server.exitCode !== null || performance.now() > deadline) throw new Error('PostgreSQL did not start.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    url,
    async close() {
      server.kill('SIGINT');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
