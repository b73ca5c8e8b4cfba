import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database, PracticeTransaction } from '../../../db/database.ts';
import { findSettingChange } from '../../../db/setting-changes.ts';
import type { Fault } from '../../../domain/fault.ts';
import { addApiKey } from '../../../operations/practices/add-api-key.ts';
import { changeSettings, takeBackChange } from '../../../operations/settings/change-settings.ts';
import { planSubjects } from '../../../operations/planning/plan-subjects.ts';
import { previewChange } from '../../../operations/settings/preview-change.ts';
import { replanBatch } from '../../../operations/settings/replan-practice.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';
import { until } from '../../environment/until.ts';
import { aPractice, messagesOf, type APractice, type AVisit } from './a-practice.ts';

const day = 86_400_000;
let database: TestDatabase;
let practice: APractice;
let by: { keyId: string; keyName: string };

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

beforeEach(async () => {
  practice = await aPractice(database);
  await addApiKey(database.db, { name: 'front desk', practiceSlug: practice.slug });
  const [key] = await database.sql<[{ id: string }]>`SELECT id FROM api_keys WHERE practice_id = ${practice.id}`;
  by = { keyId: key.id, keyName: 'front desk' };
});

/** Nothing goes before the next afternoon: visits are at one o'clock on their facility's clocks, and so are their texts. */
const afternoons = { text_from: '15:00' };

const aChange = (values: Record<string, unknown>, facilityId: string | null = null) => ({
  area: 'settings' as const,
  facilityId,
  values,
});
const save = (values: Record<string, unknown>, version = 0, db = database.db) =>
  changeSettings(db, practice.id, { ...aChange(values), version, by });

async function replan(db: Database, batchSize?: number): Promise<number> {
  for (let batches = 1; ; batches += 1) if (!(await replanBatch(db, practice.id, batchSize)).more) return batches;
}

async function visits(count: number): Promise<AVisit[]> {
  const all: AVisit[] = [];
  for (let made = 0; made < count; made += 1)
    all.push(await practice.visit({ startsAt: Date.now() + (4 + made) * day }));
  return all;
}

/** Each message that the practice has, as a plan has it. */
function thePlan() {
  return database.sql`
    SELECT subject_id, slot, channel, state, reason, send_at, moved_by FROM messages
    WHERE practice_id = ${practice.id} ORDER BY subject_id, occurrence, slot, channel`;
}

test('a change is kept with who, when, before and after, and the plans follow it', async () => {
  const [visit] = await visits(1);
  const before = await messagesOf(database, visit!);
  const saved = await save(afternoons);
  expect(saved).toMatchObject({
    version: 1,
    before: { text_from: '08:00' },
    after: { text_from: '15:00' },
    replans: true,
  });
  expect((await messagesOf(database, visit!)).map(({ sendAt }) => sendAt)).toEqual(before.map(({ sendAt }) => sendAt));

  await replan(database.db);
  const after = await messagesOf(database, visit!);
  expect(after.map(({ state, sendAt }) => [state, sendAt.getUTCHours() - before[0]!.sendAt.getUTCHours()])).not.toEqual(
    before.map(({ state }) => [state, 0]),
  );
  const change = await database.db.inPractice(practice.id, (tx) => findSettingChange(tx, saved.changeId!));
  expect(change).toMatchObject({
    keyName: 'front desk',
    area: 'settings',
    facilityId: null,
    replan: { state: 'done', visits: 1, planned: 1, changed: 1 },
  });
});

test('law 12: a plan that a setting changed names the change, and others name none', async () => {
  const [visit] = await visits(1);
  const { changeId } = await save(afternoons);
  await replan(database.db);
  await save({ email_from: '09:00' }, 1);
  await replan(database.db);
  const causes =
    await database.sql`SELECT cause, detail FROM plan_changes WHERE subject_id = ${visit!.id} ORDER BY version`;
  expect(causes).toEqual([
    { cause: 'feed', detail: {} },
    { cause: 'settings', detail: { changeId } },
  ]);
});

describe('a dry run', () => {
  test('says just what saving does, and leaves nothing behind', async () => {
    await visits(5);
    const before = await thePlan();
    const preview = await previewChange(database.db, practice.id, aChange(afternoons), 2);
    expect(preview).toMatchObject({ visits: 5, before: { text_from: '08:00' }, after: { text_from: '15:00' } });
    expect(await thePlan()).toEqual(before);
    expect(await database.sql`SELECT FROM setting_changes WHERE practice_id = ${practice.id}`).toHaveLength(0);

    await save(afternoons);
    await replan(database.db, 2);
    const after = await thePlan();
    const moved = after.filter(
      (message, index) =>
        message['state'] === 'not_sent' &&
        Math.floor(Number(message['send_at']) / 60_000) !== Math.floor(Number(before[index]!['send_at']) / 60_000),
    );
    const withheld = after.filter(
      (message, index) => message['state'] === 'withheld' && before[index]!['state'] === 'not_sent',
    );
    expect(moved.length).toBeGreaterThan(0);
    expect(preview.counts).toEqual({
      appear: 0,
      move: moved.length,
      redirect: 0,
      reword: 0,
      expire: 0,
      withhold: withheld.length,
    });
    expect((await previewChange(database.db, practice.id, aChange(afternoons))).counts.move).toBe(0);
  });

  test('tells days and times of the largest groups', async () => {
    const startsAt = Date.now() + 4 * day;
    for (let made = 0; made < 3; made += 1) await practice.visit({ startsAt });
    const { counts, examples } = await previewChange(database.db, practice.id, aChange({ text_mode: 'off' }));
    expect(counts).toEqual({ appear: 0, move: 0, redirect: 0, reword: 0, expire: 0, withhold: 9 });
    expect(examples[0]).toMatchObject({
      what: 'withhold',
      count: expect.any(Number) as number,
      reason: 'channel_off',
      to: null,
    });
    expect(examples.reduce((sum, { count }) => sum + count, 0)).toBe(9);
  });

  test('of what no plan depends on looks at none', async () => {
    await visits(1);
    expect(await previewChange(database.db, practice.id, aChange({ voice_retry_after: 'PT45M' }))).toMatchObject({
      visits: null,
      after: { voice_retry_after: 'PT45M' },
    });
  });
});

describe('two people', () => {
  test('who change one setting: the second is told what the first made of it, and nothing is saved', async () => {
    const first = await save({ text_from: '10:00' });
    const second = await save({ text_from: '11:00', text_to: '20:00' }).catch((error: unknown) => error as Fault);
    expect(second).toMatchObject({
      code: 'conflict',
      details: {
        differences: [
          {
            key: 'text_from',
            was: '08:00',
            theirs: '10:00',
            yours: '11:00',
            changeId: first.changeId,
            changedBy: 'front desk',
          },
        ],
      },
    });
    expect(await save({ text_to: '20:00' }, 1)).toMatchObject({ version: 2, before: { text_to: '21:00' } });
  });

  test('who change different settings, or one to the same value, do not hinder each other', async () => {
    await save({ text_from: '10:00' });
    expect(await save({ text_to: '20:00' })).toMatchObject({ version: 2 });
    expect(await save({ text_from: '10:00' })).toMatchObject({ version: 2, changeId: null });
  });

  test('at the same moment: one of them is told', async () => {
    const ends = await Promise.allSettled([save({ text_from: '10:00' }), save({ text_from: '11:00' })]);
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('a version that is not there yet is refused', async () => {
    await expect(save(afternoons, 5)).rejects.toMatchObject({ code: 'bad_input' });
  });
});

describe('taking back', () => {
  test('gives the former values again by a change of its own, and the plans follow', async () => {
    await visits(2);
    const before = await thePlan();
    const { changeId } = await save(afternoons);
    await replan(database.db);
    expect(await thePlan()).not.toEqual(before);
    const back = await takeBackChange(database.db, practice.id, changeId!, by);
    expect(back).toMatchObject({ version: 2, after: { text_from: '08:00' }, replans: true });
    await replan(database.db);
    expect(await thePlan()).toEqual(before);
  });

  test('of what was changed again since is refused with the difference', async () => {
    const { changeId } = await save({ text_from: '10:00' });
    await save({ text_from: '12:00' }, 1);
    await expect(takeBackChange(database.db, practice.id, changeId!, by)).rejects.toMatchObject({
      code: 'conflict',
      details: { differences: [{ key: 'text_from', was: '10:00', theirs: '12:00', yours: '08:00' }] },
    });
  });
});

describe('a facility', () => {
  const facility = async () =>
    (await database.sql<[{ id: string }]>`SELECT id FROM facilities WHERE practice_id = ${practice.id}`)[0].id;

  test('does otherwise than its practice, and follows it again', async () => {
    const [visit] = await visits(1);
    const before = await messagesOf(database, visit!);
    const facilityId = await facility();
    const own = { ...aChange(afternoons, facilityId), by };
    await changeSettings(database.db, practice.id, { ...own, version: 0 });
    await replan(database.db);
    expect(await messagesOf(database, visit!)).not.toEqual(before);
    const follow = { ...own, values: { text_from: null }, version: 1 };
    expect(await changeSettings(database.db, practice.id, follow)).toMatchObject({ after: { text_from: null } });
    await replan(database.db);
    expect(await messagesOf(database, visit!)).toEqual(before);
  });

  test('keeps its practice from a window that would never open there', async () => {
    const facilityId = await facility();
    await changeSettings(database.db, practice.id, { ...aChange({ text_to: '12:00' }, facilityId), version: 0, by });
    await expect(save(afternoons, 1)).rejects.toMatchObject({
      code: 'bad_input',
      details: {
        errors: [
          {
            path: 'text_to',
            message: 'At the facility "Main", which has settings of its own, text_to must be later than text_from.',
          },
        ],
      },
    });
  });
});

describe('what cannot be is refused with what to do', () => {
  test.each([
    [{ text_from: '07:00' }, 'text_from must be 08:00 or later: the law allows no automated text before.'],
    [{ voice_to: '21:30' }, 'voice_to must be 21:00 or earlier: the law allows no automated call after.'],
    [{ email_from: '20:00' }, 'email_to must be later than email_from.'],
    [{ text_form: '10:00' }, 'Unknown: check its spelling, or take it out.'],
    [{ text_from: '9' }, 'Must be a time of day, such as "09:00".'],
    [{ text_from: null }, 'Must be a time of day, such as "09:00".'],
    [{ open_days: [] }, 'Must be weekdays by number, Monday = 1, at least one, none twice.'],
    [
      { minimum_lead: 'PT100H' },
      'minimum_lead must be a span of hours or minutes, such as "PT2H", from PT0M to PT72H.',
    ],
    [{ voice_tries: 2 }, 'voice_leave_message_on must be voice_tries at most: there is no later try.'],
    [{ cap_per_day: 5 }, 'cap_per_week must be cap_per_day at least: the week holds the day.'],
    [
      { feed_pause_after: 'PT20H' },
      'feed_pause_after must be feed_warn_after at least: staff are warned before reminders wait.',
    ],
  ])('%j', async (values, message) => {
    await expect(save(values)).rejects.toMatchObject({ code: 'bad_input', details: { errors: [{ message }] } });
    expect(await database.sql`SELECT FROM setting_changes WHERE practice_id = ${practice.id}`).toHaveLength(0);
  });
});

describe('plans that follow', () => {
  class Death extends Error {}

  /** A database whose user dies in its n-th transaction, or just after it has committed. */
  function mortal(n: number, when: 'in' | 'after'): Database {
    let transactions = 0;
    return {
      ...database.db,
      async inPractice<T>(practiceId: string, work: (tx: PracticeTransaction) => Promise<T>) {
        transactions += 1;
        const dies = transactions === n;
        const result = await database.db.inPractice(practiceId, async (tx) => {
          const done = await work(tx);
          if (dies && when === 'in') throw new Death();
          return done;
        });
        if (dies) throw new Death();
        return result;
      },
    };
  }

  test.each([
    [1, 'in'],
    [2, 'in'],
    [2, 'after'],
    [3, 'in'],
    [4, 'after'],
  ] as const)('a run that dies %i %s goes on, and nothing is lost or doubled', async (n, when) => {
    const all = await visits(6);
    const { changeId } = await save(afternoons);
    await expect(replan(mortal(n, when), 2)).rejects.toBeInstanceOf(Death);
    await replan(database.db, 2);
    const died = await thePlan();
    const versions = await database.sql`
      SELECT cause, count(*)::int FROM plan_changes WHERE practice_id = ${practice.id} GROUP BY cause ORDER BY cause`;
    expect(versions).toEqual([
      { cause: 'feed', count: 6 },
      { cause: 'settings', count: 6 },
    ]);
    expect(await replanOf(changeId!)).toMatchObject({ state: 'done', visits: 6, planned: 6, changed: 6 });

    // As it would be, had all been planned with the setting from the start.
    await database.db.inPractice(practice.id, (tx) =>
      planSubjects(
        tx,
        all.map(({ id }) => id),
        { name: 'sweep', detail: {} },
      ),
    );
    expect(await thePlan()).toEqual(died);
    expect(died).toHaveLength(18);
  });

  const replanOf = async (changeId: string) =>
    (
      await database.sql`SELECT state, visits, planned, changed, joined_to FROM replans WHERE change_id = ${changeId}`
    )[0];

  test('a change that comes while another is in hand takes it along, and is named beside it', async () => {
    const [first] = await visits(4);
    const one = await save(afternoons);
    await replanBatch(database.db, practice.id, 2);
    const two = await save({ text_from: '16:00' }, 1);
    await replan(database.db, 2);
    expect(await replanOf(one.changeId!)).toMatchObject({ state: 'joined', planned: 2, joined_to: two.changeId });
    expect(await replanOf(two.changeId!)).toMatchObject({ state: 'done', visits: 4, planned: 4, changed: 4 });
    const [newest] = await database.sql`
      SELECT detail FROM plan_changes WHERE subject_id = ${first!.id} ORDER BY version DESC LIMIT 1`;
    expect(newest?.['detail']).toEqual({ changeId: two.changeId, joinedChangeIds: one.changeId });
  });

  test('a message that is being sent keeps what it had', async () => {
    const [visit] = await visits(1);
    const [message] = await messagesOf(database, visit!);
    await database.sql`UPDATE messages SET state = 'sending', body = 'Words' WHERE id = ${message!.id}`;
    await save({ text_mode: 'off' });
    await replan(database.db);
    const [sending, ...others] = await messagesOf(database, visit!);
    expect(sending).toMatchObject({ id: message!.id, state: 'sending', body: 'Words', sendAt: message!.sendAt });
    expect(others.map(({ reason }) => reason)).toEqual(['channel_off', 'channel_off']);
  });

  test('a plan that is being made by the former settings is waited for, and is not missed', async () => {
    const [visit] = await visits(1);
    const before = await messagesOf(database, visit!);
    const saves: Promise<unknown>[] = [];
    let savedFirst = false;
    await database.db.inPractice(practice.id, async (tx) => {
      await planSubjects(tx, [visit!.id], { name: 'feed', detail: {} });
      saves.push(save(afternoons).then(() => (savedFirst = true)));
      await until('the save waits', async () => {
        const waiting = await database.sql`
          SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
          WHERE locktype = 'advisory' AND NOT granted AND datname = current_database()`;
        return waiting.length > 0;
      });
      expect(savedFirst).toBe(false);
    });
    await Promise.all(saves);
    await replan(database.db);
    expect(await messagesOf(database, visit!)).not.toEqual(before);
  });

  test('a visit that is over is not looked at', async () => {
    await practice.visit({ startsAt: Date.now() - 3 * day });
    await visits(1);
    expect(await previewChange(database.db, practice.id, aChange(afternoons))).toMatchObject({ visits: 1 });
  });
});
