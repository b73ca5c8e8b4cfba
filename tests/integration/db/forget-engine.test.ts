import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { forgetEngine } from '../../../db/forget-engine.ts';
import { findUntoldSubjects } from '../../../db/forgotten.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';

let database: TestDatabase;
const practice = randomUUID();
beforeAll(async () => {
  database = await openTestDatabase();
  await database.sql`
    INSERT INTO practices (id, slug, name, name_in_messages, phone, time_zone, created_at)
    VALUES (${practice}, 'tidewater', 'Tidewater', 'Tidewater', '+17575550100', 'America/New_York', now())`;
});
afterAll(() => database.close());

test('what the engine was told of plans that go on counts as untold; what has ended stays ended', async () => {
  const goesOn = await addSubject('1 day');
  await addSubject('-1 day');
  expect(await database.db.acrossPractices(findUntoldSubjects)).toEqual([]);
  expect(await database.db.acrossPractices(forgetEngine)).toBe(1);
  expect(await database.db.acrossPractices(findUntoldSubjects)).toEqual([{ subjectId: goesOn, practiceId: practice }]);
});

async function addSubject(endsIn: string): Promise<string> {
  const [row] = await database.sql<[{ id: string }]>`
    INSERT INTO subjects (practice_id, type, plan_version, engine_version, parked_until, ends_at)
    VALUES (${practice}, 'appointment', 3, 3, now(), now() + ${endsIn}::interval)
    RETURNING id`;
  return row.id;
}
