import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DAY_MS } from '../../../domain/zone-clock.ts';
import { yourDateOfBirth, yourLandlines, yourMailboxes } from '../../../local/demo/demo-feed.ts';
import { listPhones } from '../../../local/demo/demo-lists.ts';
import { setUpDemo, type Demo } from '../../../local/demo/set-up-demo.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';
import { aSimulator, type ASimulator } from '../simulator/a-simulator.ts';

const start = Date.parse('2026-11-23T16:00:20Z');
const dataFolder = mkdtempSync(join(tmpdir(), 'kept-demo-'));

let now = start;
let database: TestDatabase;
let simulator: ASimulator;
let demo: Demo;
beforeAll(async () => {
  [database, simulator] = await Promise.all([openTestDatabase({ clock: () => now }), aSimulator()]);
  demo = await setUpDemo({ db: database.db, dataFolder, now, simulatorUrl: simulator.url });
});
afterAll(async () => {
  rmSync(dataFolder, { recursive: true, force: true });
  await simulator.close();
  await database.close();
});

test('the demo is a live practice that reaches only the simulator', async () => {
  const [practice] = await database.sql`
    SELECT slug, carrier, live_at IS NOT NULL AS live, path
    FROM practices JOIN feeds ON feeds.practice_id = practices.id WHERE practices.id = ${demo.practiceId}`;
  expect(practice).toEqual({ slug: 'demo', carrier: 'simulator', live: true, path: join(dataFolder, 'feeds', 'demo') });
});

test('its feed is taken without a bad row', async () => {
  const [run] = await database.sql`SELECT state, advice, counts FROM sync_runs WHERE list = 'appointments'`;
  expect(run).toMatchObject({ state: 'applied', advice: null, counts: { rows: 1_507, new: 1_507, quarantined: 0 } });
});

test('its lists have a recall and an order that are written about before the minute ends, and others that wait', async () => {
  const runs = await database.sql`SELECT list, state, counts->'quarantined' AS bad FROM sync_runs ORDER BY list`;
  expect(runs).toEqual(['appointments', 'orders', 'recalls'].map((list) => ({ list, state: 'applied', bad: 0 })));
  const texts = await database.sql`
    SELECT contact.address, message.kind FROM messages message
    JOIN contact_points contact ON contact.id = message.contact_point_id
    WHERE message.state = 'not_sent' AND message.slot = 'day-0' AND message.send_at < ${new Date(start + 60_000)} ORDER BY 1`;
  expect(texts).toEqual([
    { address: listPhones[0].e164, kind: 'recall' },
    { address: listPhones[1].e164, kind: 'product_pick_up' },
  ]);
  const later = await database.sql`
    SELECT subject.type, count(message.id)::int AS messages FROM subjects subject
    LEFT JOIN messages message ON message.subject_id = subject.id AND message.state = 'not_sent'
    WHERE subject.type <> 'appointment' GROUP BY subject.id, 1 ORDER BY 1, 2`;
  expect(later).toEqual([
    { type: 'order', messages: 0 },
    { type: 'order', messages: 3 },
    { type: 'recall', messages: 3 },
    { type: 'recall', messages: 3 },
  ]);
});

test('each of your phones gets a text before the minute ends', async () => {
  const texts = await database.sql`
    SELECT contact.address, message.send_at FROM messages message
    JOIN contact_points contact ON contact.id = message.contact_point_id
    WHERE message.state = 'not_sent' AND contact.address = ANY(${[...demo.yourPhones]}) ORDER BY 1`;
  expect(texts.map((text) => text['address'] as string)).toEqual(demo.yourPhones);
  for (const text of texts) expect((text['send_at'] as Date).getTime()).toBeLessThan(start + 60_000);
});

test('each of your landlines is called: the first before the minute ends, the others within five', async () => {
  const calls = await database.sql`
    SELECT contact.address, message.send_at, message.backup_of IS NOT NULL AS backup FROM messages message
    JOIN contact_points contact ON contact.id = message.contact_point_id
    WHERE message.state = 'not_sent' AND message.channel = 'voice' AND contact.address = ANY(${yourLandlines})
      AND message.send_at < ${new Date(start + 5 * 60_000)}
    ORDER BY 1`;
  expect(calls.map((call) => call['address'] as string)).toEqual(yourLandlines);
  expect((calls[0]!['send_at'] as Date).getTime()).toBeLessThan(start + 60_000);
  expect(calls.map((call) => call['backup'] as boolean)).toEqual([true, true, true]);
});

test('each of your mailboxes gets a mail within four minutes', async () => {
  const mails = await database.sql`
    SELECT contact.address, message.send_at FROM messages message
    JOIN contact_points contact ON contact.id = message.contact_point_id
    WHERE message.state = 'not_sent' AND message.channel = 'email' AND contact.address = ANY(${yourMailboxes})
    ORDER BY 1`;
  expect(mails.map((mail) => mail['address'] as string)).toEqual(yourMailboxes);
  for (const mail of mails) expect((mail['send_at'] as Date).getTime()).toBeLessThan(start + 4 * 60_000);
});

test('from the next minute on six reminders or more fall due each minute, for ten minutes', async () => {
  const minutes = await database.sql`
    SELECT date_trunc('minute', send_at) AS minute, count(*)::int AS messages FROM messages
    WHERE state = 'not_sent' AND send_at >= ${new Date(start + 40_000)} AND send_at < ${new Date(start + 640_000)}
    GROUP BY 1 ORDER BY 1`;
  expect(minutes).toHaveLength(10);
  for (const minute of minutes) expect(minute['messages']).toBeGreaterThanOrEqual(6);
});

test('the first visit is that of the first phone', async () => {
  const [visit] = await database.sql`
    SELECT cell_e164 FROM appointments JOIN patients ON patients.id = patient_id
    WHERE appointments.id = ${demo.appointmentId}`;
  expect(visit).toEqual({ cell_e164: demo.yourPhones[0] });
});

test('the simulator knows the phones, and whose they are', async () => {
  const { status, body } = await simulator.call('GET', `/phones/${encodeURIComponent(demo.yourPhones[0] ?? '')}`);
  expect(status).toBe(200);
  expect(JSON.stringify(body)).toContain('Your phone 1');
});

test('the simulator knows the mailboxes, and what their owners would answer a page that asks', async () => {
  const { body } = await simulator.call('GET', `/mailboxes/${yourMailboxes[0] ?? ''}`);
  expect(body).toMatchObject({ name: 'Your mailbox 1', yours: true, dateOfBirth: yourDateOfBirth, mails: [] });
});

test('set up again on the same day it changes nothing; on the next day an export is written and taken', async () => {
  const before = await database.sql`SELECT id, plan_version FROM subjects ORDER BY id`;
  now = start + 60_000;
  const again = await setUpDemo({ db: database.db, dataFolder, now, simulatorUrl: simulator.url });
  expect(again).toEqual(demo);
  expect(await database.sql`SELECT id, plan_version FROM subjects ORDER BY id`).toEqual(before);
  expect(readdirSync(join(dataFolder, 'feeds', 'demo'))).toHaveLength(3);

  now = start + DAY_MS;
  const next = await setUpDemo({ db: database.db, dataFolder, now, simulatorUrl: simulator.url });
  expect(next.practiceId).toBe(demo.practiceId);
  expect(next.appointmentId).not.toBe(demo.appointmentId);
  const runs = await database.sql`SELECT state, counts FROM sync_runs ORDER BY started_at DESC LIMIT 3`;
  for (const run of runs) {
    expect(run).toMatchObject({ state: 'applied', counts: { quarantined: 0, gone: 0, held: 0 } });
    expect((run['counts'] as { new: number }).new).toBeGreaterThan(1);
  }
});
