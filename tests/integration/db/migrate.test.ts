import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '../../../db/migrate.ts';
import { openDatabase } from '../../../db/database.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

test('a database from the template is up to date', async () => {
  expect(await migrate(database.url)).toEqual([]);
});

test('two processes may migrate an empty database at once', async () => {
  await database.sql`CREATE DATABASE empty_one`;
  const url = database.url.replace(/\/test_\w+$/, '/empty_one');
  const [one, other] = await Promise.all([migrate(url), migrate(url)]);
  expect([...one, ...other].sort()).toEqual([...new Set([...one, ...other])].sort());
  expect(one.length + other.length).toBeGreaterThan(4);
  await database.sql`DROP DATABASE empty_one`;
});

test('a pool that is left open fails the test file that opened it', async () => {
  const other = await openTestDatabase();
  const leaking = openDatabase({ url: other.url, applicationName: 'forgotten' });
  await leaking.acrossPractices(({ sql }) => sql`SELECT 1`);
  await expect(other.close()).rejects.toThrow('A pool was left open on the test database by: forgotten.');
  await leaking.close();
});
