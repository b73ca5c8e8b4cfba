import type postgres from 'postgres';

/** A table that holds rows of several practices, and the column that says whose each is. */
export interface PracticeTable {
  readonly name: string;
  readonly practiceColumn: string;
}

/** Every table of the schema with rows of practices, from the catalog: one that is added tomorrow is among them. */
export async function listPracticeTables(sql: postgres.Sql): Promise<PracticeTable[]> {
  return sql<PracticeTable[]>`
    SELECT c.relname AS name, a.attname AS "practiceColumn"
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND NOT a.attisdropped
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
      AND (a.attname = 'practice_id' OR (c.relname = 'practices' AND a.attname = 'id'))
    ORDER BY c.relname`;
}

/** Takes away what would stand in the way of rows that mean nothing: checks and foreign keys, not row-level security. */
export async function dropChecks(sql: postgres.Sql): Promise<void> {
  const checks = await sql<{ statement: string }[]>`
    SELECT format('ALTER TABLE %s DROP CONSTRAINT %I CASCADE', conrelid::regclass, conname) AS statement
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'f')`;
  for (const { statement } of checks) await sql.unsafe(statement);
}

/** An INSERT of one row for a practice, every other column filled by its type. */
export async function insertStatement(sql: postgres.Sql, table: PracticeTable, practiceId: string): Promise<string> {
  const columns = await sql<{ name: string; type: string }[]>`
    SELECT quote_ident(attname) AS name, format_type(atttypid, atttypmod) AS type
    FROM pg_attribute
    WHERE attrelid = ${table.name}::regclass AND attnum > 0 AND NOT attisdropped AND attname <> ${table.practiceColumn}`;
  const names = [table.practiceColumn, ...columns.map((column) => column.name)];
  const values = [`'${practiceId}'`, ...columns.map((column) => valueOf(column.type))];
  return `INSERT INTO ${table.name} (${names.join(', ')}) VALUES (${values.join(', ')})`;
}

function valueOf(type: string): string {
  if (type.endsWith('[]')) return "'{}'";
  const value = values[type];
  if (value === undefined) throw new Error(`Say in planted-rows.ts what a ${type} is filled with.`);
  return value;
}

const values: Readonly<Record<string, string>> = {
  uuid: 'gen_random_uuid()',
  text: 'gen_random_uuid()::text',
  bytea: 'uuid_send(gen_random_uuid())',
  boolean: 'true',
  smallint: '1',
  integer: '1',
  bigint: '1',
  jsonb: "'{}'",
  date: "'2026-11-23'",
  interval: "'1 hour'",
  'time without time zone': "'09:00'",
  'timestamp without time zone': "'2026-11-23 09:00'",
  'timestamp with time zone': "'2026-11-23 09:00Z'",
};
