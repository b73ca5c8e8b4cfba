import { randomUUID } from 'node:crypto';
import type postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dropChecks, insertStatement, listPracticeTables, type PracticeTable } from '../../environment/planted-rows.ts';
import { openTestDatabase } from '../../environment/test-database.ts';

const ours = randomUUID();
const theirs = randomUUID();
const database = await openTestDatabase();
const { sql } = database;
const tables = await listPracticeTables(sql);

beforeAll(async () => {
  await dropChecks(sql);
  for (const table of tables) await plant(table);
});
afterAll(() => database.close());

test('there are tables to look at', () => {
  expect(tables.map((table) => table.name)).toEqual(expect.arrayContaining(['practices', 'appointments', 'outbox']));
});

for (const role of ['kept_app', 'kept_loader']) {
  test.each(tables)(`law 7: a forgotten practice_id returns nothing: ${role} on $name`, async (table) => {
    expect(await breaches(role, table)).toEqual([]);
  });
}

test.each(tables)('law 7: kept_system sees nothing of $name but by a policy that names it', async (table) => {
  const seen = await as('kept_system', ours, 'SELECT', `SELECT 1 FROM ${table.name}`, table);
  const named = await sql`SELECT FROM pg_policies WHERE tablename = ${table.name} AND 'kept_system' = ANY (roles)`;
  if (named.count === 0) expect(seen).toBe(0);
});

test('law 7: a table without row-level security is open to the loader alone, but for the list of migrations', async () => {
  const open = await sql`
    SELECT c.relname AS table, g.grantee::regrole::text AS role
    FROM pg_class c, aclexplode(c.relacl) g
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relrowsecurity
      AND c.relname <> 'migrations' AND g.grantee <> c.relowner AND g.grantee <> 'kept_loader'::regrole`;
  expect(open).toEqual([]);
});

test('a table that somebody adds without a policy is found out', async () => {
  const planted = { name: 'planted', practiceColumn: 'practice_id' };
  await sql`CREATE TABLE planted (practice_id uuid, note text)`;
  await sql`GRANT SELECT, INSERT, UPDATE, DELETE ON planted TO kept_app`;
  await plant(planted);
  expect(await breaches('kept_app', planted)).toEqual([
    'reads without a practice',
    "reads another practice's rows",
    "changes another practice's rows",
    'gives its row to another practice',
    "deletes another practice's rows",
    'writes rows of another practice',
    'writes without a practice',
  ]);
  await sql`DROP TABLE planted`;
});

async function plant(table: PracticeTable): Promise<void> {
  for (const practiceId of [ours, theirs]) await sql.unsafe(await insertStatement(sql, table, practiceId));
}

/** What the role can do on the table that it must not: nothing, where the law holds. */
async function breaches(role: string, table: PracticeTable): Promise<string[]> {
  const { name, practiceColumn: column } = table;
  const insertTheirs = await insertStatement(sql, table, theirs);
  const tries: [string, string, string, string][] = [
    ['reads without a practice', '', 'SELECT', `SELECT 1 FROM ${name}`],
    ["reads another practice's rows", ours, 'SELECT', `SELECT 1 FROM ${name} WHERE ${column} <> '${ours}'`],
    [
      "changes another practice's rows",
      ours,
      'UPDATE',
      `UPDATE ${name} SET ${column} = '${ours}' WHERE ${column} = '${theirs}'`,
    ],
    [
      'gives its row to another practice',
      ours,
      'UPDATE',
      `UPDATE ${name} SET ${column} = '${theirs}' WHERE ${column} = '${ours}'`,
    ],
    ["deletes another practice's rows", ours, 'DELETE', `DELETE FROM ${name} WHERE ${column} = '${theirs}'`],
    ['writes rows of another practice', ours, 'INSERT', insertTheirs],
    ['writes without a practice', '', 'INSERT', insertTheirs],
  ];
  const found: string[] = [];
  for (const [what, practiceId, privilege, statement] of tries) {
    if ((await as(role, practiceId, privilege, statement, table)) > 0) found.push(what);
  }
  return found;
}

/** How many rows a statement reached, in a transaction that is rolled back; none where the role or its policies refuse it. */
async function as(
  role: string,
  practiceId: string,
  privilege: string,
  statement: string,
  table: PracticeTable,
): Promise<number> {
  const [may] = await sql<[{ may: boolean }]>`SELECT has_table_privilege(${role}, ${table.name}, ${privilege}) AS may`;
  if (!may.may) return 0;
  let reached = 0;
  await sql
    .begin(async (tx) => {
      await tx.unsafe(`SET LOCAL ROLE ${role}`);
      await tx`SELECT set_config('kept.practice_id', ${practiceId}, true)`;
      reached = (await tx.unsafe(statement)).count;
      throw new RolledBack();
    })
    .catch((error: unknown) => {
      if (error instanceof RolledBack || (error as postgres.PostgresError).code === '42501') return;
      throw error;
    });
  return reached;
}

class RolledBack extends Error {}
