import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PracticeTransaction } from '../../../db/database.ts';
import { findMessagesOfSubject, findStaffMessage, findStaffMessages } from '../../../db/staff-messages.ts';
import { findStaffOrders } from '../../../db/staff-orders.ts';
import { findStaffRecalls } from '../../../db/staff-recalls.ts';
import { findOrderReport, findRecallReport } from '../../../db/subject-reports.ts';
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
  await plantRecallsAndOrders();
  await database.sql`ANALYZE`;
});
afterAll(() => database.close());

/** One of each for every visit, as a list brings them, with a message that went about each recall. */
async function plantRecallsAndOrders(): Promise<void> {
  await database.sql`
    WITH made AS (
      INSERT INTO subjects (practice_id, type, ends_at)
      SELECT practice_id, type, now() FROM appointments, unnest('{recall,order}'::text[]) AS type
      RETURNING id, practice_id, type
    ), numbered AS (
      SELECT *, row_number() OVER (PARTITION BY type ORDER BY id) AS place FROM made
    ), whose AS (
      SELECT facility_id, patient_id, row_number() OVER (ORDER BY id) AS place FROM appointments
    ), recalled AS (
      INSERT INTO recalls (id, practice_id, facility_id, patient_id, external_id, due_on, due_at, due_known_at, source_at, content_hash, first_seen_at)
      SELECT id, practice_id, facility_id, patient_id, id::text, '2026-11-24', '2026-11-24T05:00Z'::timestamptz + place * interval '1 s',
        '2026-11-20', now(), '', now()
      FROM numbered JOIN whose USING (place) WHERE type = 'recall'
      RETURNING id, practice_id, due_at
    ), ordered AS (
      INSERT INTO orders (id, practice_id, facility_id, patient_id, external_id, state, ready_on, ready_at, source_at, content_hash, first_seen_at)
      SELECT id, practice_id, facility_id, patient_id, id::text, 'received', '2026-11-24', '2026-11-24T05:00Z', now(), '',
        now() + place * interval '1 s'
      FROM numbered JOIN whose USING (place) WHERE type = 'order'
    )
    INSERT INTO messages (practice_id, subject_id, occurrence, kind, slot, channel, language, computed_at, send_at, useful_until,
      answerable_until, state, state_at, created_at, sent_at, body, sender_id, contact_point_id)
    SELECT recalled.practice_id, recalled.id, due_at, 'recall', 'day-0', 'text', 'en', now(), now(), now(), now(), 'sent', now(), now(),
      now(), 'asked', sender.id, contact.id
    FROM recalled, (SELECT id FROM senders LIMIT 1) AS sender, (SELECT id FROM contact_points LIMIT 1) AS contact`;
}

const lists: [string, (tx: PracticeTransaction) => Promise<unknown>][] = [
  ['the worklist', (tx) => findWorklist(tx, {}, page)],
  ['a page of messages', (tx) => findStaffMessages(tx, {}, page)],
  ['a page of the messages of a visit', (tx) => findStaffMessages(tx, { appointmentId: one.subjectId }, page)],
  ['a message', (tx) => findStaffMessage(tx, one.messageId)],
  ['a page of recalls', (tx) => findStaffRecalls(tx, {}, page)],
  ['a page of orders', (tx) => findStaffOrders(tx, {}, page)],
  ['a page of the report of recalls', (tx) => findRecallReport(tx, {}, page)],
  ['a page of the report of orders', (tx) => findOrderReport(tx, {}, page)],
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
