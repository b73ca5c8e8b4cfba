import postgres from 'postgres';
import { openDatabase, type Database } from '../../db/database.ts';
import { migrate } from '../../db/migrate.ts';
import { startTestCluster } from '../../tests/environment/test-cluster.ts';

export interface DatabaseAlone {
  readonly url: string;
  readonly db: Database;
  /** The superuser. */
  readonly sql: postgres.Sql;
  /** Its server's process, whose children do the work. */
  readonly serverPid: number;
  stop(): Promise<void>;
}

/** PostgreSQL with Kept's schema, without the rest of the system: nothing else asks it for anything, and nothing waits for the disk. */
export async function startDatabaseAlone(): Promise<DatabaseAlone> {
  const cluster = await startTestCluster();
  await migrate(cluster.url);
  const db = openDatabase({ url: cluster.url, applicationName: 'bench' });
  const sql = postgres(cluster.url, { max: 2, onnotice: () => undefined });
  const [server] = await sql<[{ pid: number }]>`
    SELECT split_part(pg_read_file('postmaster.pid'), E'\n', 1)::int AS pid`;
  return {
    url: cluster.url,
    db,
    sql,
    serverPid: server.pid,
    async stop() {
      await db.close();
      await sql.end({ timeout: 5 });
      await cluster.close();
    },
  };
}
