import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeSchema } from '../../../db/describe-schema.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

test('db/schema.sql is what the migrations make; `npm run schema` writes it anew', async () => {
  await expect(await describeSchema(database.sql)).toMatchFileSnapshot('../../../db/schema.sql');
});

test.each([
  ['a column', 'ALTER TABLE facilities ADD COLUMN colour text'],
  ['a constraint', 'ALTER TABLE facilities ADD CHECK (phone <> $$0$$)'],
  ['an index', 'CREATE INDEX facilities_by_phone ON facilities (phone)'],
  ['a policy', 'CREATE POLICY everyone ON facilities USING (true)'],
  ['row-level security', 'ALTER TABLE facilities DISABLE ROW LEVEL SECURITY'],
  ['a grant', 'GRANT DELETE ON facilities TO kept_system'],
  ['an owner', 'ALTER TABLE facilities OWNER TO kept_loader'],
  [
    'a trigger',
    'CREATE TRIGGER t BEFORE UPDATE ON facilities FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()',
  ],
  ['a function', 'CREATE OR REPLACE FUNCTION current_practice() RETURNS uuid LANGUAGE sql RETURN NULL::uuid'],
])('the description shows a change of %s', async (_, change) => {
  const before = await describeSchema(database.sql);
  const after = await database.sql
    .begin(async (sql) => {
      await sql.unsafe(change);
      throw new Changed(await describeSchema(sql));
    })
    .catch((error: unknown) => {
      if (error instanceof Changed) return error.description;
      throw error;
    });
  expect(after).not.toBe(before);
});

/** Carries the description out of a transaction that is rolled back. */
class Changed extends Error {
  readonly description: string;
  constructor(description: string) {
    super('rolled back');
    this.description = description;
  }
}
