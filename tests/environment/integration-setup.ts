import type { TestProject } from 'vitest/node';
import { migrate } from '../../db/migrate.ts';
import { temporalCli } from '../../local/pinned-wheels.ts';
import { ensureDatabase } from '../../local/postgres-answers.ts';
import { testBinary } from './test-binaries.ts';
import { startTestCluster } from './test-cluster.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The superuser's address of the database `postgres` on the test run's cluster. */
    postgresUrl: string;
    temporalBinary: string;
  }
}

/** One cluster for the whole run; in it the migrated template that each test file's database is copied from. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [cluster, temporal] = await Promise.all([startTestCluster(), testBinary(temporalCli)]);
  await ensureDatabase(cluster.url, 'template_kept');
  await migrate(cluster.url.replace(/postgres$/, 'template_kept'));
  project.provide('postgresUrl', cluster.url);
  project.provide('temporalBinary', temporal);
  return () => cluster.close();
}
