import { afterAll, beforeAll, expect, test } from 'vitest';
import { planSubjects } from '../../../operations/planning/plan-subjects.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';
import { aPractice, messagesOf, pmsChanges, type APractice, type AVisit } from './a-practice.ts';

const day = 86_400_000;
let database: TestDatabase;
let practice: APractice;

beforeAll(async () => {
  database = await openTestDatabase();
  practice = await aPractice(database);
});
afterAll(() => database.close());

async function standing(visit: AVisit) {
  const [subject] = await database.sql`
    SELECT plan_version, signal, priority, (SELECT array_agg(cause ORDER BY version) FROM plan_changes WHERE subject_id = subjects.id) AS causes
    FROM subjects JOIN outbox ON outbox.subject_id = subjects.id WHERE subjects.id = ${visit.id}`;
  return subject;
}

test('a new visit is planned, versioned and marked', async () => {
  const visit = await practice.visit();
  expect((await messagesOf(database, visit)).map(({ slot, state }) => [slot, state])).toEqual([
    ['three-days', 'not_sent'],
    ['one-day', 'not_sent'],
    ['three-hours', 'not_sent'],
  ]);
  expect(await standing(visit)).toMatchObject({ plan_version: 1, signal: 'replanned', priority: 1, causes: ['feed'] });
});

test('planning again what has not changed writes nothing and calls nobody', async () => {
  const visit = await practice.visit();
  await database.sql`DELETE FROM outbox WHERE subject_id = ${visit.id}`;
  const again = await database.db.inPractice(practice.id, (tx) =>
    planSubjects(tx, [visit.id], { name: 'feed', detail: {} }),
  );
  expect(again).toEqual({ changed: 0 });
  expect(await standing(visit)).toBeUndefined();
});

test('law 12: a move withholds what was for the old time, plans the new one, and names its cause', async () => {
  const visit = await practice.visit();
  await pmsChanges(database, practice, visit, { starts_at: new Date(Date.now() + 9 * day).toISOString() });
  const messages = await messagesOf(database, visit);
  expect(messages.map(({ state, reason }) => [state, reason])).toEqual([
    ...Array.from({ length: 3 }, () => ['withheld', 'moved']),
    ...Array.from({ length: 3 }, () => ['not_sent', null]),
  ]);
  expect(await standing(visit)).toMatchObject({ plan_version: 2, signal: 'rescheduled', causes: ['feed', 'feed'] });
});

test('a visit moved and moved back has each message once', async () => {
  const startsAt = Date.now() + 4 * day;
  const visit = await practice.visit({ startsAt });
  await pmsChanges(database, practice, visit, { starts_at: new Date(startsAt + 5 * day).toISOString() });
  await pmsChanges(database, practice, visit, { starts_at: new Date(startsAt).toISOString() });
  const messages = await messagesOf(database, visit);
  expect(messages.filter(({ state }) => state === 'not_sent')).toHaveLength(3);
  expect(messages).toHaveLength(6);
});

test('law 12: a cancellation withholds everything and goes before everything', async () => {
  const visit = await practice.visit();
  await pmsChanges(database, practice, visit, { pms_state: 'cancelled' });
  expect((await messagesOf(database, visit)).map(({ reason }) => reason)).toEqual(Array(3).fill('cancelled'));
  expect(await standing(visit)).toMatchObject({ signal: 'cancelled', priority: 0 });
});

test('a visit without a number keeps its place in the plan, with the reason', async () => {
  const visit = await practice.visit({ phone: null });
  expect((await messagesOf(database, visit)).map(({ reason }) => reason)).toEqual(Array(3).fill('no_contact'));
});
