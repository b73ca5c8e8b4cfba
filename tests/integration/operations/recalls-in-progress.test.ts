import { beforeEach, describe, expect, test } from 'vitest';
import { recordTextReply } from '../../../operations/answers/record-text-reply.ts';
import { changeSettings } from '../../../operations/settings/change-settings.ts';
import { replanBatch } from '../../../operations/settings/replan-practice.ts';
import { aRow, practiceWithFeed } from './practice-with-feed.ts';

const practice = practiceWithFeed();
const patient = { patient_id: 'P1', first_name: 'Ada', last_name: 'Doe', cell_phone: '+17575550142' };
const aRecall = { recall_id: 'R1', facility_id: 'MAIN', due_on: '2026-11-24', type_name: 'Cleaning', ...patient };
let version = 0;
let replies = 0;

/** A recall whose first text the carrier has since five days; 30 and 60 days are to come. */
beforeEach(async () => {
  await practice.database.sql`UPDATE practices SET live_at = '2026-01-01'`;
  await practice.takeList('recalls', '202611230130', [aRecall]);
  await practice.database.sql`
    UPDATE messages SET state = 'sent', sent_at = send_at, body = 'asked', sender_id = (SELECT id FROM senders LIMIT 1)
    WHERE slot = 'day-0'`;
  practice.now = Date.parse('2026-11-29T18:00:00Z');
});

function planned() {
  return practice.database.sql<{ slot: string; state: string; reason: string | null }[]>`
    SELECT slot, state, reason FROM messages WHERE kind = 'recall' ORDER BY occurrence, slot`;
}

/** The first as it went, and the others withheld for a reason, or null. */
function begun(reason: string | null) {
  const state = reason === null ? 'not_sent' : 'withheld';
  return [
    { slot: 'day-0', state: 'sent', reason: null },
    { slot: 'day-30', state, reason },
    { slot: 'day-60', state, reason },
  ];
}

async function change(area: 'settings' | 'kinds' | 'steps', values: Record<string, unknown>): Promise<void> {
  const { db } = practice.database;
  const by = { keyId: null, keyName: 'a test' };
  ({ version } = await changeSettings(db, practice.practiceId, { area, facilityId: null, values, version, by }));
  let more = true;
  while (more) ({ more } = await replanBatch(db, practice.practiceId));
}

async function reply(body: string): Promise<void> {
  const { db, sql } = practice.database;
  const [sender] = await sql<[{ id: string }]>`SELECT id FROM senders LIMIT 1`;
  replies += 1;
  const carrierId = `SM${String(replies)}`;
  const written = { carrierId, from: '+17575550142', body, optOutType: null, mediaCount: 0, receivedAt: practice.now };
  await db.inPractice(practice.practiceId, (tx) => recordTextReply(tx, { senderId: sender.id, ...written }));
}

describe('what is withheld of a recall in progress goes when what kept it is over', () => {
  test('an opt-out that is taken back', async () => {
    await reply('STOP');
    expect(await planned()).toEqual(begun('opted_out'));
    await reply('START');
    expect(await planned()).toEqual(begun(null));
  });

  test('a channel that is on again', async () => {
    await change('settings', { text_mode: 'off' });
    expect(await planned()).toEqual(begun('channel_off'));
    await change('settings', { text_mode: 'on' });
    expect(await planned()).toEqual(begun(null));
  });

  test('a kind that is on again', async () => {
    await change('kinds', { recall: { on: false } });
    expect(await planned()).toEqual(begun('settings_changed'));
    await change('kinds', { recall: { on: true } });
    expect(await planned()).toEqual(begun(null));
  });

  test('and its plan ends a day after the last of them would have gone', async () => {
    await reply('STOP');
    const [end] = await practice.database.sql<[{ endsLater: string }]>`
      SELECT (ends_at - (SELECT max(send_at) FROM messages WHERE kind = 'recall'))::text AS "endsLater"
      FROM subjects WHERE type = 'recall'`;
    expect(end).toEqual({ endsLater: '1 day' });
  });
});

test('a practice that goes live again goes on with its recalls, and begins none of them a second time', async () => {
  await change('settings', { live: false });
  await change('settings', { live: true });
  await practice.takeList('recalls', '202611290130', [{ ...aRecall, first_name: 'Eda' }]);
  expect(await planned()).toEqual(begun(null));
});

test('a visit that the feed brings waits for review at the recall, and no longer once the PMS has it as cancelled', async () => {
  const items = () =>
    practice.database.sql<{ type: string; state: string }[]>`
      SELECT type, state FROM worklist_items WHERE recall_id IS NOT NULL`;
  const visit = aRow({ appointment_id: 'A7', patient_id: 'P1', starts_at: '2027-01-11T10:00', type_id: 'CHK' });
  await practice.take('202611290130', [visit]);
  expect(await items()).toEqual([{ type: 'booking_review', state: 'open' }]);
  expect(await planned()).toEqual(begun(null));
  practice.now += 86_400_000;
  await practice.take('202611300130', [{ ...visit, status: 'cancelled' }]);
  expect(await items()).toEqual([{ type: 'booking_review', state: 'done' }]);
});

describe('a recall whose plan has ended', () => {
  const step = (offset: string) => ({ channel: 'text', offset, condition: 'unanswered', backups: null });
  const slots = async () =>
    Object.fromEntries((await planned()).map(({ slot, state, reason }) => [slot, reason ?? state]));

  /** All three were sent, the last of them on 2027-01-23. */
  beforeEach(async () => {
    await practice.database.sql`
      UPDATE messages SET state = 'sent', sent_at = send_at, body = 'asked', sender_id = (SELECT id FROM senders LIMIT 1)`;
    practice.now = Date.parse('2027-03-15T18:00:00Z');
  });

  test('gets a step that is new and still to come', async () => {
    await change('steps', { 'recall/day-120': step('P120D') });
    try {
      expect(await slots()).toEqual({ 'day-0': 'sent', 'day-30': 'sent', 'day-60': 'sent', 'day-120': 'not_sent' });
      expect(await practice.database.sql`SELECT ends_at > '2027-03-24' AS again FROM subjects`).toEqual([
        { again: true },
      ]);
    } finally {
      await change('steps', { 'recall/day-120': null });
    }
  });

  test('gets one whose time is past only as the last, and within a week', async () => {
    const added = { 'recall/day-45': step('P45D'), 'recall/day-70': step('P70D') };
    await change('steps', added);
    expect(await slots()).toMatchObject({ 'day-45': 'too_late', 'day-70': 'too_late' });
    await change('steps', { 'recall/day-107': step('P107D') });
    try {
      expect(await slots()).toMatchObject({ 'day-45': 'too_late', 'day-70': 'too_late', 'day-107': 'not_sent' });
    } finally {
      await change('steps', { 'recall/day-45': null, 'recall/day-70': null, 'recall/day-107': null });
    }
  });

  test('is left as it is where nothing of it changes', async () => {
    const before = await practice.database.sql`SELECT plan_version FROM subjects`;
    await change('settings', { minimum_lead: 'PT3H' });
    await change('settings', { minimum_lead: 'PT2H' });
    expect(await practice.database.sql`SELECT plan_version FROM subjects`).toEqual(before);
  });
});

describe('adding a last step writes at once to none that is long past', () => {
  const step = (offset: string) => ({ channel: 'text', offset, condition: 'unanswered', backups: null });
  const none = { 'recall/day-0': null, 'recall/day-30': null, 'recall/day-60': null };
  const all = { 'recall/day-0': step('P0D'), 'recall/day-30': step('P30D'), 'recall/day-60': step('P60D') };

  test('to no recall that no step was there for', async () => {
    await change('steps', none);
    try {
      await practice.takeList('recalls', '202611290130', [
        { ...aRecall, recall_id: 'R2', patient_id: 'P2', due_on: '2026-12-01' },
        { ...aRecall, recall_id: 'R3', patient_id: 'P3', due_on: '2027-10-20' },
      ]);
      practice.now = Date.parse('2027-10-24T18:00:00Z');
      await change('steps', { 'recall/day-0': step('P0D') });
      const added = await practice.database.sql<{ recall: string; state: string; reason: string | null }[]>`
        SELECT external_id AS recall, state, reason FROM messages JOIN recalls ON recalls.id = subject_id
        WHERE external_id IN ('R2', 'R3') ORDER BY 1`;
      expect(added).toEqual([
        { recall: 'R2', state: 'withheld', reason: 'too_late' },
        { recall: 'R3', state: 'not_sent', reason: null },
      ]);
    } finally {
      await change('steps', all);
    }
  });

  test('to none all of whose messages were withheld', async () => {
    await practice.database.sql`
      UPDATE messages SET state = 'withheld', reason = 'no_contact', sent_at = NULL, body = NULL, sender_id = NULL`;
    practice.now = Date.parse('2027-03-15T18:00:00Z');
    await change('steps', { 'recall/day-90': step('P90D') });
    try {
      const [added] = await practice.database.sql`SELECT state, reason FROM messages WHERE slot = 'day-90'`;
      expect(added).toEqual({ state: 'withheld', reason: 'too_late' });
    } finally {
      await change('steps', { 'recall/day-90': null });
    }
  });

  test('to no order, but one that is first heard of is written about while that is of use', async () => {
    const steps = Object.fromEntries(
      [0, 7, 14].map((day) => [`product_pick_up/day-${String(day)}`, step(`P${String(day)}D`)]),
    );
    const anOrder = { facility_id: 'MAIN', product_name: 'Glasses', status: 'received', ...patient };
    const orders = () =>
      practice.database.sql<{ order: string; slot: string; reason: string | null }[]>`
        SELECT external_id AS order, slot, reason FROM messages JOIN orders ON orders.id = subject_id
        WHERE reason IS DISTINCT FROM 'settings_changed' ORDER BY 1, 2`;
    await change('steps', Object.fromEntries(Object.keys(steps).map((slot) => [slot, null])));
    try {
      await practice.takeList('orders', '202611290130', [{ ...anOrder, order_id: 'O1', ready_on: '2026-11-25' }]);
      practice.now = Date.parse('2026-12-15T18:00:00Z');
      await change('steps', { 'product_pick_up/day-0': step('P0D') });
      expect(await orders()).toEqual([{ order: 'O1', slot: 'day-0', reason: 'too_late' }]);
      await practice.takeList('orders', '202612150130', [
        { ...anOrder, order_id: 'O1', ready_on: '2026-11-25' },
        { ...anOrder, order_id: 'O2', patient_id: 'P2', ready_on: '2026-11-20' },
      ]);
      expect(await orders()).toEqual([
        { order: 'O1', slot: 'day-0', reason: 'too_late' },
        { order: 'O2', slot: 'day-0', reason: null },
      ]);
    } finally {
      await change('steps', steps);
    }
  });
});
