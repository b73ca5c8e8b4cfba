import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findSettingsVersion } from '../../../db/setting-changes.ts';
import { findPracticeSettings } from '../../../db/settings.ts';
import type { EffectName } from '../../../domain/settings/plan-effects.ts';
import type { plannedSettings } from '../../../domain/settings/planned-settings.ts';
import type { SettingValue } from '../../../domain/settings/setting.ts';
import { settingKeys, settingOf, type SettingKey } from '../../../domain/settings/settings-catalog.ts';
import { settingsProblems } from '../../../domain/settings/settings-problems.ts';
import { addApiKey } from '../../../operations/practices/add-api-key.ts';
import { planSubjects } from '../../../operations/planning/plan-subjects.ts';
import { changeSettings, takeBackChange } from '../../../operations/settings/change-settings.ts';
import { previewChange } from '../../../operations/settings/preview-change.ts';
import { replanBatch } from '../../../operations/settings/replan-practice.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';
import { aPractice, pmsChanges, zoneAtNoon, type APractice } from './a-practice.ts';

const day = 86_400_000;
let database: TestDatabase;
let practice: APractice;
let by: { keyId: string; keyName: string };

beforeAll(async () => {
  database = await openTestDatabase();
  await laidOut();
}, 60_000);
afterAll(() => database.close());

/**
 * Visits of each sort that some setting tells apart: who prefers mails, who has several phones, who confirmed, whose language nobody
 * speaks, whose visit is booked right before a step's time, of whose visits a change may be told.
 */
async function laidOut(): Promise<void> {
  const kind = 'appointment_reminder';
  practice = await aPractice(database, {
    file: {
      senders: [
        { channel: 'text', address: '+17575550111' },
        { channel: 'voice', address: '+17575550111' },
        { channel: 'email', address: 'visits@harbor.example' },
      ],
      settings: { voice_mode: 'on' },
      steps: [
        { kind, slot: 'three-days', channel: 'email', offset: '-P3D' },
        { kind, slot: 'two-days', channel: 'voice', offset: '-P2D' },
        { kind, slot: 'one-day', channel: 'text', offset: '-P1D' },
      ],
    },
  });
  await addApiKey(database.db, { name: 'desk', practiceSlug: practice.slug });
  const [key] = await database.sql<[{ id: string }]>`SELECT id FROM api_keys WHERE practice_id = ${practice.id}`;
  by = { keyId: key.id, keyName: 'desk' };
  const without = {
    ...{ home_phone: '+17575550122', home_e164: '+17575550122', email: 'ann@home.example' },
  };
  const patient = { ...without, preferred_channel: 'email' };
  for (const address of [patient.home_e164, patient.email]) {
    await database.sql`INSERT INTO contact_points (practice_id, address) VALUES (${practice.id}, ${address})`;
  }
  const startsAt = Date.now() + 9 * day;
  for (const given of [{ patient }, { patient: without }, { patient: without, language: 'fr' }]) {
    await practice.visit({ startsAt, ...given });
  }
  const confirmed = await practice.visit({ startsAt, patient: without });
  await pmsChanges(database, practice, confirmed, { answer: 'confirmed', answered_at: new Date().toISOString() });
  const noticed = async (kind: string, pms: string, formerAt: number): Promise<void> => {
    const visit = await practice.visit({ startsAt, patient: without, pms });
    await database.sql`
      INSERT INTO pms_notices (appointment_id, practice_id, kind, seen_at, decided_at, former_at, told_at)
      SELECT id, practice_id, ${kind}, now(), now() + interval '1 day', ${new Date(formerAt).toISOString()}, starts_at
      FROM appointments WHERE id = ${visit.id}`;
  };
  await noticed('move_notice', 'scheduled', startsAt - day);
  await noticed('cancellation_notice', 'cancelled', startsAt);
  const justBooked = await practice.visit({ startsAt, patient: without });
  await pmsChanges(database, practice, justBooked, { booked_at: new Date(startsAt - day - 60_000).toISOString() });
}

const aChange = (values: Record<string, unknown>) => ({ area: 'settings' as const, facilityId: null, values });
async function save(values: Record<string, unknown>) {
  const version = await database.db.inPractice(practice.id, findSettingsVersion);
  const saved = await changeSettings(database.db, practice.id, { ...aChange(values), version, by });
  await follow();
  return saved;
}
async function follow(): Promise<void> {
  while ((await replanBatch(database.db, practice.id)).more);
}

interface Row {
  readonly key: string;
  readonly state: string;
  readonly minute: number;
  readonly contact: string | null;
  readonly language: string;
  readonly until: number;
}
async function thePlan(): Promise<Map<string, Row>> {
  const rows = await database.sql<Row[]>`
    SELECT concat_ws('/', subject_id, kind, slot, channel) AS key, state,
      floor(extract(epoch FROM send_at) / 60)::int AS minute, contact_point_id AS contact, language,
      extract(epoch FROM answerable_until)::int AS until
    FROM messages WHERE practice_id = ${practice.id}`;
  return new Map(rows.map((row) => [row.key, row]));
}

/** What became of the messages between two plans, counted without the code that previews. */
function differences(before: Map<string, Row>, after: Map<string, Row>): Record<EffectName, number> {
  const counts = { appear: 0, move: 0, redirect: 0, reword: 0, expire: 0, withhold: 0 };
  for (const [key, now] of after) {
    const was = before.get(key);
    const waited = was?.state === 'not_sent';
    const waits = now.state === 'not_sent';
    if (!waited) counts.appear += Number(waits);
    else if (!waits) counts.withhold += 1;
    else {
      counts.move += Number(was.minute !== now.minute);
      counts.redirect += Number(was.contact !== now.contact);
      counts.reword += Number(was.language !== now.language);
      counts.expire += Number(was.until !== now.until);
    }
  }
  return counts;
}

/** For each setting that plans are made by, a value that changes something in what is laid out. */
const telling: Record<keyof typeof plannedSettings | 'default_language', () => SettingValue> = {
  begin_delivery: () => 'earliest',
  text_mode: () => 'off',
  text_from: () => '15:00',
  text_to: () => '10:00',
  text_weekdays: () => ({ [weekdayOf(Date.now() + 8 * day)]: null }),
  voice_mode: () => 'off',
  voice_from: () => '15:00',
  voice_to: () => '11:00',
  voice_weekdays: () => ({ [weekdayOf(Date.now() + 7 * day)]: ['16:00', '17:00'] }),
  email_mode: () => 'off',
  email_from: () => '15:00',
  email_to: () => '10:00',
  email_weekdays: () => ({ [weekdayOf(Date.now() + 6 * day)]: ['20:30', '21:30'] }),
  // But for the weekday that the last text falls on.
  open_days: () => [1, 2, 3, 4, 5, 6, 7].filter((weekday) => weekday !== weekdayOf(Date.now() + 8 * day)),
  minimum_lead: () => 'PT60H',
  booking_grace: () => 'PT1H',
  tell_moves: () => true,
  tell_cancellations: () => true,
  contact_choice: () => 'every',
  voice_phones: () => ['home'],
  stop_on_answer: () => false,
  courtesy_reminder: () => true,
  early_confirm_days: () => 30,
  text_expiration: () => 'PT24H',
  default_language: () => 'es',
};

/** Monday = 1, where the practice is. */
function weekdayOf(at: number): number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zoneAtNoon(Date.now()), weekday: 'short' });
  return ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(format.format(at)) + 1;
}

describe('law 12: each setting that plans are made by', () => {
  test('is among those that are tried here', () => {
    const plan = settingKeys.filter((key) => settingOf(key).plans);
    expect(plan.filter((key) => !(key in telling))).toEqual([]);
  });

  test.each(Object.entries(telling))(
    '%s: the dry run says what the save does, and each changed plan names the change',
    async (key, value) => {
      const before = await thePlan();
      const preview = await previewChange(database.db, practice.id, aChange({ [key]: value() }));
      expect(await thePlan()).toEqual(before);
      const saved = await save({ [key]: value() });
      const made = differences(before, await thePlan());
      expect(Object.values(made).some((count) => count > 0)).toBe(true);
      expect(preview.counts).toEqual(made);
      const causes = await database.sql<{ cause: string; detail: object }[]>`
      SELECT DISTINCT cause, detail FROM plan_changes
      WHERE practice_id = ${practice.id} AND detail->>'changeId' = ${saved.changeId}`;
      expect(causes).toEqual([{ cause: 'settings', detail: { changeId: saved.changeId } }]);
      expect(
        await database.sql`
      SELECT FROM messages WHERE practice_id = ${practice.id} AND state = 'withheld' AND reason IS NULL`,
      ).toHaveLength(0);

      await takeBackChange(database.db, practice.id, saved.changeId!, by);
      await follow();
      const back = await thePlan();
      for (const [slot, row] of before) if (row.state === 'not_sent') expect(back.get(slot)).toEqual(row);
    },
  );
});

describe('each setting that is read in its moment', () => {
  const momentary = settingKeys.filter((key) => !settingOf(key).plans);
  /** Another value than the practice has. */
  const others: Partial<Record<SettingKey, SettingValue>> = {
    voice_leave_message_on: 1,
    cap_per_week: 4,
    office_days: [1],
    rehearsal_contacts: ['desk@harbor.example'],
    same_day_visits: 'each',
    live: false,
    feed_warn_after: 'PT25H',
    feed_pause_after: 'PT97H',
    office_from: '09:00',
    sync_at: '03:00',
    holiday_region: 'US-VA',
  };
  const otherOf = (key: SettingKey, now: SettingValue): SettingValue => {
    const given = others[key];
    if (given !== undefined) return given;
    if (typeof now === 'boolean') return !now;
    if (typeof now === 'number') return now + 1;
    if (now === null) return 2;
    return typeof now === 'string' && now.startsWith('PT') ? 'PT45M' : '16:00';
  };

  test.each(momentary)('%s: the dry run says that no plan depends on it, and the save changes none', async (key) => {
    const read = () => database.db.inPractice(practice.id, findPracticeSettings);
    const value = otherOf(key, (await read())[key]);
    const before = await thePlan();
    const preview = await previewChange(database.db, practice.id, aChange({ [key]: value }));
    expect(preview).toMatchObject({ visits: null, after: { [key]: value } });
    const saved = await save({ [key]: value });
    expect(saved).toMatchObject({ replans: false, after: { [key]: value } });
    expect((await read())[key]).toEqual(value);
    await planAll();
    expect(await thePlan()).toEqual(before);
    await takeBackChange(database.db, practice.id, saved.changeId!, by);
  });
});

async function planAll(): Promise<void> {
  const rows = await database.sql<{ id: string }[]>`SELECT id FROM appointments WHERE practice_id = ${practice.id}`;
  await database.db.inPractice(practice.id, (tx) =>
    planSubjects(
      tx,
      rows.map(({ id }) => id),
      { name: 'sweep', detail: {} },
    ),
  );
}

describe('law 12: changes of many settings at once, one upon the other', () => {
  beforeEach(planAll);

  test('a dry run counts what the save then does', async () => {
    const keys = Object.keys(telling) as (keyof typeof telling)[];
    const begin = await database.db.inPractice(practice.id, findPracticeSettings);
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.tuple(fc.constantFrom(...keys), fc.boolean()), {
          minLength: 1,
          maxLength: 6,
          selector: ([key]) => key,
        }),
        async (chosen) => {
          const values = Object.fromEntries(chosen.map(([key, on]) => [key, on ? telling[key]() : begin[key]]));
          const now = await database.db.inPractice(practice.id, findPracticeSettings);
          fc.pre(settingsProblems({ ...now, ...values }).length === 0);
          const before = await thePlan();
          const preview = await previewChange(database.db, practice.id, aChange(values), 2);
          await save(values);
          expect(preview.counts).toEqual(differences(before, await thePlan()));
        },
      ),
      { numRuns: 25 },
    );
  }, 60_000);
});
