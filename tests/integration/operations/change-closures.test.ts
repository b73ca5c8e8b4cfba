import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Closure } from '../../../db/closures.ts';
import { addApiKey } from '../../../operations/practices/add-api-key.ts';
import { askedClosures } from '../../../operations/settings/asked-closures.ts';
import { changeSettings, takeBackChange } from '../../../operations/settings/change-settings.ts';
import { previewChange } from '../../../operations/settings/preview-change.ts';
import { replanBatch } from '../../../operations/settings/replan-practice.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';
import { aPractice, messagesOf, type APractice, type AVisit } from './a-practice.ts';

const dayMs = 86_400_000;
let database: TestDatabase;
let practice: APractice;
let visit: AVisit;
let facilityId: string;
let by: { keyId: string; keyName: string };

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

beforeEach(async () => {
  practice = await aPractice(database);
  visit = await practice.visit({ startsAt: Date.now() + 6 * dayMs });
  await addApiKey(database.db, { name: 'desk', practiceSlug: practice.slug });
  const [key] = await database.sql<[{ id: string }]>`SELECT id FROM api_keys WHERE practice_id = ${practice.id}`;
  by = { keyId: key.id, keyName: 'desk' };
  const [facility] = await database.sql<[{ id: string }]>`SELECT id FROM facilities WHERE practice_id = ${practice.id}`;
  facilityId = facility.id;
});

/** Days after today at the facility, where it is about one in the afternoon. */
async function dayAhead(days: number): Promise<string> {
  const [{ day }] = await database.sql<[{ day: string }]>`
    SELECT ((now() AT TIME ZONE time_zone)::date + ${days}::int)::text AS day FROM facilities WHERE id = ${facilityId}`;
  return day;
}

const aHoliday = async (days: number, given: Partial<Closure> = {}): Promise<Closure> => {
  const day = await dayAhead(days);
  return { type: 'holiday', name: 'Founders Day', from: day, to: day, ...given };
};

const asked = (add: readonly Closure[], remove: readonly string[] = []) =>
  askedClosures(database.db, practice.id, { add, remove });

async function save(add: readonly Closure[], remove: readonly string[] = [], version = 0, place: string | null = null) {
  const change = { ...(await asked(add, remove)), facilityId: place };
  const saved = await changeSettings(database.db, practice.id, { ...change, version, by });
  while ((await replanBatch(database.db, practice.id)).more);
  return saved;
}

/** Of the reminder one day before, which falls on the fifth day ahead. */
async function sendDay(): Promise<string> {
  const [message] = await database.sql<[{ day: string }]>`
    SELECT (send_at AT TIME ZONE time_zone)::date::text AS day FROM messages, facilities
    WHERE subject_id = ${visit.id} AND slot = 'one-day' AND facilities.id = ${facilityId}`;
  return message.day;
}

test('a holiday moves what falls on it to the day before: first tried, then saved, then taken back', async () => {
  const holiday = await aHoliday(5);
  const preview = await previewChange(database.db, practice.id, { ...(await asked([holiday])), facilityId: null });
  expect(preview.counts).toEqual({ appear: 0, move: 1, redirect: 0, reword: 0, expire: 0, withhold: 0 });
  expect(preview.examples).toMatchObject([
    { what: 'move', count: 1, from: { day: await dayAhead(5) }, to: { day: await dayAhead(4) } },
  ]);
  expect(await sendDay()).toBe(await dayAhead(5));

  const { changeId, after } = await save([holiday]);
  expect(Object.values(after)).toEqual([holiday]);
  expect(await sendDay()).toBe(await dayAhead(4));

  await takeBackChange(database.db, practice.id, changeId!, by);
  while ((await replanBatch(database.db, practice.id)).more);
  expect(await sendDay()).toBe(await dayAhead(5));
  expect(await database.sql`SELECT FROM closures WHERE practice_id = ${practice.id}`).toHaveLength(0);
});

test('a removed holiday is kept in the history and comes back with its id when that is taken back', async () => {
  const holiday = await aHoliday(5);
  const added = await save([holiday]);
  const [id] = Object.keys(added.after);
  const removed = await save([], [id!], 1);
  expect(removed).toMatchObject({ before: { [id!]: holiday }, after: { [id!]: null } });
  expect(await sendDay()).toBe(await dayAhead(5));
  await takeBackChange(database.db, practice.id, removed.changeId!, by);
  expect(await database.sql`SELECT id, name FROM closures WHERE practice_id = ${practice.id}`).toEqual([
    { id, name: 'Founders Day' },
  ]);
});

test('in a vacation messages keep their days, and no plan is made anew', async () => {
  const before = await messagesOf(database, visit);
  const vacation = await aHoliday(4, { type: 'vacation', name: 'Away', to: await dayAhead(6) });
  expect(await save([vacation])).toMatchObject({ replans: false });
  expect(await messagesOf(database, visit)).toEqual(before);
});

describe('what cannot be is refused with what to do, and nothing is kept', () => {
  test('days that end before they begin, are none, or are too many', async () => {
    const holiday = await aHoliday(5);
    const cases: [Partial<Closure>, string][] = [
      [{ to: '2020-01-01' }, 'Its last day (to) must not be before its first (from).'],
      [{ from: '2027-02-30', to: '2027-03-01' }, 'Its days must be days of the calendar, such as "2026-12-25".'],
      [{ to: '2199-01-01' }, 'It must be 366 days at most: check the years.'],
    ];
    for (const [given, message] of cases) {
      await expect(save([{ ...holiday, ...given }])).rejects.toMatchObject({
        code: 'bad_input',
        details: { errors: [{ path: 'add.0', message }] },
      });
    }
  });

  test.each([
    ['of the practice', null],
    ['of a facility', 'facility'],
  ])('one that overlaps another of its type, %s', async (_name, place) => {
    await save([await aHoliday(5)]);
    const again = await aHoliday(4, { name: 'Long weekend', to: await dayAhead(5) });
    await expect(save([again], [], 1, place === null ? null : facilityId)).rejects.toMatchObject({
      code: 'bad_input',
      details: {
        errors: [
          {
            path: 'add.0',
            message: expect.stringMatching(/^"Long weekend" overlaps the holiday "Founders Day"/) as string,
          },
        ],
      },
    });
    expect(await database.sql`SELECT FROM closures WHERE practice_id = ${practice.id}`).toHaveLength(1);
  });

  test('but a holiday within a vacation is none of these', async () => {
    await save([await aHoliday(4, { type: 'vacation', name: 'Away', to: await dayAhead(6) })]);
    expect(await save([await aHoliday(5)], [], 1)).toMatchObject({ version: 2 });
  });

  test('a closure of another place', async () => {
    const { after } = await save([await aHoliday(5)]);
    const [id] = Object.keys(after);
    await expect(save([], [id!], 1, facilityId)).rejects.toMatchObject({
      details: { errors: [{ path: 'remove.0', message: 'Is of another place: change it there.' }] },
    });
    expect(await database.sql`SELECT FROM closures WHERE practice_id = ${practice.id}`).toHaveLength(1);
  });
});
