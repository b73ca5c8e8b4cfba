import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addPractice } from '../../../operations/practices/add-practice.ts';
import { readPracticeFile } from '../../../operations/practices/practice-file.ts';
import type { PracticeFile } from '../../../operations/practices/practice-file-schema.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';

const example: PracticeFile = readPracticeFile(
  JSON.parse(readFileSync(new URL('../../../examples/practice.json', import.meta.url), 'utf8')),
);
const options = { carrier: 'configured', live: false, feedFolder: '/srv/feeds/riverside' } as const;

let database: TestDatabase;
let practiceId: string;
beforeAll(async () => {
  database = await openTestDatabase();
  practiceId = await addPractice(database.db, example, options);
});
afterAll(() => database.close());

test('a practice is written with all that belongs to it, in rehearsal', async () => {
  const { sql } = database;
  const [practice] =
    await sql`SELECT slug, carrier, live_at, rehearsal_contacts FROM practices JOIN practice_settings ON practice_id = id WHERE id = ${practiceId}`;
  expect(practice).toEqual({
    slug: 'riverside',
    carrier: 'configured',
    live_at: null,
    rehearsal_contacts: ['+17575550142'],
  });
  expect(
    await sql`
    SELECT f.external_id, s.text_from::text, s.text_to, s.open_days::int[]
    FROM facilities f LEFT JOIN facility_settings s ON s.facility_id = f.id ORDER BY 1`,
  ).toEqual([
    { external_id: 'MAIN', text_from: null, text_to: null, open_days: null },
    { external_id: 'WEST', text_from: '10:00:00', text_to: null, open_days: [1, 2, 3, 4, 5] },
  ]);
  expect(
    await sql`
    SELECT f.external_id, s.address FROM senders s LEFT JOIN facilities f ON f.id = s.facility_id ORDER BY 2`,
  ).toEqual([
    { external_id: 'WEST', address: '+16155550101' },
    { external_id: null, address: '+17575550101' },
    { external_id: null, address: '+17575550101' },
    { external_id: null, address: 'visits@riverside.example' },
  ]);
  expect(
    await sql`
    SELECT f.external_id, s.slot, s."offset", s.condition
    FROM steps s LEFT JOIN facilities f ON f.id = s.facility_id
    WHERE kind = 'appointment_reminder' ORDER BY 1, 2`,
  ).toEqual([
    { external_id: 'WEST', slot: 'three-days', offset: null, condition: 'unanswered' },
    { external_id: null, slot: 'one-day', offset: '-P1D', condition: 'unanswered' },
    { external_id: null, slot: 'three-days', offset: '-P3D', condition: 'unanswered' },
  ]);
  expect(await sql`SELECT DISTINCT language FROM templates WHERE channel = 'text' ORDER BY 1`).toEqual([
    { language: 'en' },
    { language: 'es' },
  ]);
  expect(await sql`SELECT name, from_date::text FROM closures ORDER BY 2`).toEqual([
    { name: 'Christmas Day', from_date: '2026-12-25' },
    { name: 'Winter break', from_date: '2026-12-28' },
  ]);
  expect(await sql`SELECT path FROM feeds`).toEqual([{ path: '/srv/feeds/riverside' }]);
});

test.each([
  '/srv/feeds/riverside/',
  '/srv/feeds//riverside',
  '/srv/feeds/./riverside',
  '/srv/feeds/other/../riverside',
])('a folder that another practice has is refused, written as %s as well', async (feedFolder) => {
  const file: PracticeFile = { ...example, slug: 'second', senders: [{ channel: 'text', address: '+17575550119' }] };
  await expect(addPractice(database.db, file, { ...options, feedFolder })).rejects.toMatchObject({ code: 'conflict' });
  expect(await database.sql`SELECT FROM practices WHERE slug = 'second'`).toEqual([]);
});

test('what the file leaves out takes the product’s defaults', async () => {
  const { name, name_in_messages, phone, time_zone, facilities } = example;
  const bare = { name, name_in_messages, phone, time_zone, facilities };
  const id = await addPractice(
    database.db,
    { ...bare, slug: 'bare', senders: [{ channel: 'text', address: '+17575550109' }] },
    { ...options, feedFolder: null },
  );
  const { sql } = database;
  expect(await sql`SELECT kind, "offset", channel FROM steps WHERE practice_id = ${id} ORDER BY kind, slot`).toEqual([
    { kind: 'appointment_reminder', offset: '-P1D', channel: 'text' },
    { kind: 'appointment_reminder', offset: '-P3D', channel: 'text' },
    { kind: 'missed_appointment', offset: 'P1D', channel: 'text' },
    { kind: 'product_pick_up', offset: 'P0D', channel: 'text' },
    { kind: 'product_pick_up', offset: 'P14D', channel: 'text' },
    { kind: 'product_pick_up', offset: 'P7D', channel: 'text' },
    { kind: 'recall', offset: 'P0D', channel: 'text' },
    { kind: 'recall', offset: 'P30D', channel: 'text' },
    { kind: 'recall', offset: 'P60D', channel: 'text' },
  ]);
  expect(
    await sql`
    SELECT text_from::text, text_to::text, minimum_lead::text FROM practice_settings WHERE practice_id = ${id}`,
  ).toEqual([{ text_from: '09:00:00', text_to: '18:00:00', minimum_lead: '02:00:00' }]);
  expect(await sql`SELECT 1 FROM feeds WHERE practice_id = ${id}`).toEqual([]);
});

test('by default an email goes first, and a call stands in for the text; caps and windows are the product’s', async () => {
  const { name, name_in_messages, phone, time_zone, facilities } = example;
  const senders = [
    { channel: 'text', address: '+17575550107' },
    { channel: 'voice', address: '+17575550107' },
    { channel: 'email', address: 'visits@three.example' },
  ] as const;
  const file = { name, name_in_messages, phone, time_zone, facilities, slug: 'three', senders: [...senders] };
  const id = await addPractice(database.db, file, { ...options, feedFolder: null });
  const { sql } = database;
  expect(
    await sql`
    SELECT slot, channel, backups FROM steps
    WHERE practice_id = ${id} AND kind = 'appointment_reminder' ORDER BY 1 DESC`,
  ).toEqual([
    { slot: 'three-days', channel: 'email', backups: [] },
    { slot: 'one-day', channel: 'text', backups: null },
  ]);
  expect(
    await sql`
    SELECT text_mode, voice_mode, email_mode, voice_from::text, email_to::text, cap_per_day, cap_per_week
    FROM practice_settings WHERE practice_id = ${id}`,
  ).toEqual([
    {
      text_mode: 'on',
      voice_mode: 'backup',
      email_mode: 'on',
      voice_from: '10:00:00',
      email_to: '20:00:00',
      cap_per_day: 1,
      cap_per_week: 3,
    },
  ]);
  await expect(addPractice(database.db, { ...file, slug: 'four' }, options)).rejects.toMatchObject({
    code: 'conflict',
  });
});

test('the words of a practice stand in for the default words of that kind, channel and language only', async () => {
  const template = { kind: 'appointment_reminder', channel: 'text', language: 'en', body: 'Ours' } as const;
  const id = await addPractice(
    database.db,
    { ...example, slug: 'worded', senders: [{ channel: 'text', address: '+17575550108' }], templates: [template] },
    { ...options, feedFolder: null },
  );
  const rows = await database.sql`
    SELECT channel, language, body = 'Ours' AS ours FROM templates
    WHERE practice_id = ${id} AND kind = ${template.kind} AND channel IN ('text', 'email') ORDER BY 1, 2`;
  expect(await database.sql`SELECT DISTINCT kind FROM templates WHERE practice_id = ${id}`).not.toHaveLength(1);
  expect(rows).toEqual([
    { channel: 'email', language: 'en', ours: false },
    { channel: 'email', language: 'es', ours: false },
    { channel: 'text', language: 'en', ours: true },
    { channel: 'text', language: 'es', ours: false },
  ]);
});

test('the same slug again is refused, and says what to do', async () => {
  await expect(addPractice(database.db, example, options)).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('Choose another slug, or see it with "kept practice list".') as string,
  });
});

test('a number that another practice sends from is refused, and nothing is written', async () => {
  await expect(addPractice(database.db, { ...example, slug: 'other' }, options)).rejects.toMatchObject({
    code: 'conflict',
  });
  expect(await database.sql`SELECT 1 FROM practices WHERE slug = 'other'`).toEqual([]);
});

test('a number that another practice texts from is no number to call from either: who calls it back means one of them', async () => {
  const [{ address } = { address: '' }] = example.senders.filter(
    ({ channel, facility_id: facility }) => channel === 'text' && facility === 'WEST',
  );
  const calling = { ...example, slug: 'calling', senders: [{ channel: 'voice' as const, address }] };
  await expect(addPractice(database.db, calling, options)).rejects.toMatchObject({ code: 'conflict' });
});
