import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase, type Transaction } from '../../../db/database.ts';
import { migrate } from '../../../db/migrate.ts';
import { startTestCluster, type TestCluster } from '../../environment/test-cluster.ts';

// A cluster of its own: that of the other tests has the three roles already, made by its superuser.
let cluster: TestCluster;
let admin: postgres.Sql;
beforeAll(async () => {
  cluster = await startTestCluster();
  admin = postgres(cluster.url, { max: 1, onnotice: () => undefined });
  await admin.unsafe(`CREATE ROLE plain LOGIN CREATEROLE PASSWORD 'plain'`);
});
afterAll(async () => {
  await admin.end({ timeout: 5 });
  await cluster.close();
});

test('a login that is no superuser, but may create roles, migrates its own database and takes each role', async () => {
  const url = await databaseOfPlain('first');
  expect((await migrate(url)).length).toBeGreaterThan(4);
  expect(await roleOfEach(url)).toEqual(['kept_app', 'kept_system', 'kept_loader']);
});

test('the same login migrates a second database of the cluster, where the roles are there already', async () => {
  const url = await databaseOfPlain('second');
  expect((await migrate(url)).length).toBeGreaterThan(4);
  expect(await roleOfEach(url)).toEqual(['kept_app', 'kept_system', 'kept_loader']);
});

async function databaseOfPlain(name: string): Promise<string> {
  await admin.unsafe(`CREATE DATABASE ${name} OWNER plain`);
  const url = new URL(cluster.url);
  return Object.assign(url, { username: 'plain', password: 'plain', pathname: `/${name}` }).href;
}

/** The roles that this login takes for one practice, across practices, and to load a feed. */
async function roleOfEach(url: string): Promise<string[]> {
  const db = openDatabase({ url, poolSize: 1 });
  const practice = '00000000-0000-0000-0000-000000000000';
  try {
    return await Promise.all([
      db.inPractice(practice, roleOf),
      db.acrossPractices(roleOf),
      db.asLoader(practice, roleOf),
    ]);
  } finally {
    await db.close();
  }
}

async function roleOf({ sql }: Transaction): Promise<string> {
  const [row] = await sql<[{ role: string }]>`SELECT current_user::text AS role`;
  return row.role;
}
