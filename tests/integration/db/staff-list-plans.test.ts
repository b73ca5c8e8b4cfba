import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PracticeTransaction } from '../../../db/database.ts';
import { findMessagesOfSubject, findStaffMessage, findStaffMessages } from '../../../db/staff-messages.ts';
import { findWorklist } from '../../../db/staff-worklist.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';
import { aPractice, type APractice } from '../operations/a-practice.ts';
import { plantHandedOver, type HandedOver } from '../operations/planted-hand-overs.ts';

/** Lists that staff read: of the tables behind them no more is read than what they show, also under row-level security. */
let database: TestDatabase;
let practice: APractice;
let one: HandedOver;
const page = { after: null, limit: 5 };
/** Enough for the planner to go by an index wherever one can serve. */
const visits = 3_000;

beforeAll(async () => {
  database = await openTestDatabase();
  practice = await aPractice(database);
  [one] = (await plantHandedOver(database, practice, visits)) as [HandedOver];
  await database.sql`
    INSERT INTO worklist_items (practice_id, type, priority, appointment_id, opened_at, renewed_at)
    SELECT practice_id, 'decline', 5, id, now(), now() FROM appointments`;
  await database.sql`ANALYZE`;
});
afterAll(() => database.close());

const lists: [string, (tx: PracticeTransaction) => Promise<unknown>][] = [
  ['the worklist', (tx) => findWorklist(tx, {}, page)],
  ['a page of messages', (tx) => findStaffMessages(tx, {}, page)],
  ['a page of the messages of a visit', (tx) => findStaffMessages(tx, { appointmentId: one.subjectId }, page)],
  ['a message', (tx) => findStaffMessage(tx, one.messageId)],
  ['all messages of a visit', (tx) => findMessagesOfSubject(tx, one.subjectId)],
];

/** How many rows of each table this connection has read. */
async function rowsRead(tx: PracticeTransaction): Promise<Map<string, number>> {
  const rows = await tx.sql<{ table: string; read: number }[]>`
    SELECT relname AS "table", (seq_tup_read + coalesce(idx_tup_fetch, 0))::int AS read FROM pg_stat_xact_user_tables`;
  return new Map(rows.map(({ table, read }) => [table, read]));
}

test.each(lists)('%s reads the rows that it shows, and no others', async (_list, read) => {
  const readMuch = await database.db.inPractice(practice.id, async (tx) => {
    const before = await rowsRead(tx);
    await read(tx);
    return [...(await rowsRead(tx))].filter(([table, count]) => count - (before.get(table) ?? 0) >= visits);
  });
  expect(readMuch).toEqual([]);
});
