import { afterAll, beforeAll, expect, test } from 'vitest';
import { findTraffic } from '../../../db/claim-traffic.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';
import { aPractice, messagesOf, type APractice } from '../operations/a-practice.ts';

let database: TestDatabase;
let practice: APractice;

beforeAll(async () => {
  database = await openTestDatabase();
  practice = await aPractice(database);
});
afterAll(() => database.close());

test('what a claim asks of caps reads the patient’s messages, not all that the practice ever sent', async () => {
  const visit = await practice.visit();
  const other = await practice.visit();
  await database.sql`
    INSERT INTO messages (practice_id, subject_id, patient_id, occurrence, kind, slot, channel, contact_point_id, language,
      computed_at, send_at, useful_until, answerable_until, state, sent_at, state_at, created_at)
    SELECT practice_id, subject_id, patient_id, occurrence - n * interval '1 day', kind, slot, channel, contact_point_id, language,
      now(), now() - interval '1 day', now(), now(), 'sent', now() - interval '1 day', now(), now()
    FROM (SELECT * FROM messages WHERE subject_id = ${other.id} ORDER BY send_at LIMIT 1) AS sent, generate_series(1, 2000) AS n`;
  await database.sql`ANALYZE messages`;

  const [message] = await messagesOf(database, visit);
  const [{ contactPointId }] = await database.sql<[{ contactPointId: string }]>`
    SELECT contact_point_id AS "contactPointId" FROM messages WHERE id = ${message!.id}`;
  const rowsRead = await database.db.inPractice(practice.id, async (tx) => {
    await findTraffic(tx, { id: message!.id, contactPointId }, [visit.patientId], tx.now);
    const [row] = await tx.sql<[{ read: number }]>`
      SELECT (seq_tup_read + idx_tup_fetch)::integer AS read FROM pg_stat_xact_user_tables WHERE relname = 'messages'`;
    return row.read;
  });
  expect(rowsRead).toBeGreaterThan(0);
  expect(rowsRead).toBeLessThan(50);
});
