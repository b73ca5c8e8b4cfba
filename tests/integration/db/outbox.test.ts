import { afterAll, beforeAll, expect, test } from 'vitest';
import { leaseMarks, markOutbox, noteTold, type ToldPlan } from '../../../db/outbox.ts';
import type { OutboxMark } from '../../../db/outbox-mark.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';
import { aPractice, type APractice } from '../operations/a-practice.ts';

const asleepUntil = Date.parse('2030-01-01T00:00:00Z');

let database: TestDatabase;
let practice: APractice;

const lease = (limit: number) => database.db.inOneStatement((one) => leaseMarks(one, limit));
const note = (told: readonly ToldPlan[]) => database.db.inOneStatement((one) => noteTold(one, told));

beforeAll(async () => {
  database = await openTestDatabase();
  practice = await aPractice(database);
});
afterAll(() => database.close());

test('a mark is leased to one, answers first, and a newer one outlives what is told of the older', async () => {
  const [reminded, answered, moved] = [await practice.visit(), await practice.visit(), await practice.visit()];
  await database.sql`DELETE FROM outbox`;
  const mark = (subjectId: string, changes: Partial<OutboxMark> = {}): OutboxMark => ({
    subjectId,
    version: 7,
    signal: 'replanned',
    priority: 1,
    nextAt: 1_000,
    ...changes,
  });
  await database.db.inPractice(practice.id, (tx) =>
    markOutbox(tx, [
      mark(reminded.id),
      mark(answered.id, { priority: 0, signal: 'confirmed', nextAt: 2_000 }),
      mark(moved.id),
    ]),
  );

  const first = await lease(1);
  expect(first).toMatchObject([{ subjectId: answered.id, signal: 'confirmed', priority: 0 }]);
  const rest = await lease(10);
  expect(rest.map(({ subjectId }) => subjectId).sort()).toEqual([reminded.id, moved.id].sort());

  // While they are told, one of them changes again.
  await database.db.inPractice(practice.id, (tx) => markOutbox(tx, [mark(moved.id, { version: 8 })]));
  await note([reminded, answered, moved].map(({ id }) => ({ subjectId: id, version: 7 })));
  const left = await lease(10);
  expect(left).toMatchObject([{ subjectId: moved.id, version: 8 }]);
});

test('what the engine was told only grows, and its sleep stays as it was where nothing is said of it', async () => {
  const [one, other] = [await practice.visit(), await practice.visit()];
  await note([
    { subjectId: one.id, version: 9, parkedUntil: asleepUntil },
    { subjectId: other.id, version: 9, parkedUntil: asleepUntil },
  ]);
  await note([
    { subjectId: other.id, version: 10, parkedUntil: null },
    { subjectId: one.id, version: 5 },
  ]);
  const rows = await database.sql<{ id: string; version: number; parkedUntil: number | null }[]>`
    SELECT id, engine_version AS version, floor(extract(epoch FROM parked_until) * 1000)::float8 AS "parkedUntil"
    FROM subjects WHERE id IN ${database.sql([one.id, other.id])}`;
  const noted = new Map(rows.map(({ id, ...told }) => [id, told]));
  expect(noted.get(one.id)).toEqual({ version: 9, parkedUntil: asleepUntil });
  expect(noted.get(other.id)).toEqual({ version: 10, parkedUntil: null });
});
