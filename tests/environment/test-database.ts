import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { inject } from 'vitest';
import { openDatabase, type Database } from '../../db/database.ts';
import type { EpochMs } from '../../domain/planning/plan.ts';

export interface TestDatabase {
  /** For whatever takes a `DATABASE_URL`. */
  readonly url: string;
  readonly db: Database;
  /** The superuser, whom row-level security does not bind: for laying out what a test needs and for asserting. */
  readonly sql: postgres.Sql;
  /** Drops the database. Throws where a pool other than these two is still open on it. */
  close(): Promise<void>;
}

/** A database of its own for a test file, copied from the migrated template. Call `close` in `afterAll`. */
export async function openTestDatabase(
  options: { clock?: () => EpochMs; poolSize?: number } = {},
): Promise<TestDatabase> {
  const server = inject('postgresUrl');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await asAdmin((admin) => admin.unsafe(`CREATE DATABASE ${name} TEMPLATE template_kept`));
  const url = server.replace(/postgres$/, name);
  const db = openDatabase({ url, poolSize: 4, applicationName: 'test', ...options });
  const sql = postgres(url, { max: 2, onnotice: () => undefined, connection: { application_name: 'test superuser' } });

  return {
    url,
    db,
    sql,
    async close() {
      await db.close();
      await sql.end({ timeout: 5 });
      await asAdmin(async (admin) => {
        const leaks = await connectionsLeft(admin, name);
        await admin.unsafe(`DROP DATABASE ${name} WITH (FORCE)`);
        if (leaks.length > 0) throw new Error(`A pool was left open on the test database by: ${leaks.join(', ')}.`);
      });
    },
  };

  async function asAdmin(work: (admin: postgres.Sql) => Promise<unknown>): Promise<void> {
    const admin = postgres(server, { max: 1, onnotice: () => undefined });
    try {
      await work(admin);
    } finally {
      await admin.end({ timeout: 5 });
    }
  }
}

/** A closed connection takes a moment to leave the server's list. */
async function connectionsLeft(admin: postgres.Sql, database: string): Promise<string[]> {
  let left: string[] = [];
  for (let tries = 0; tries < 1_000; tries += 1) {
    const rows = await admin<{ name: string }[]>`
      SELECT application_name AS name FROM pg_stat_activity WHERE datname = ${database} ORDER BY name`;
    left = rows.map((row) => row.name);
    if (left.length === 0) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return left;
}
