import { expect, test } from 'vitest';
import { recordTextReply } from '../../../operations/answers/record-text-reply.ts';
import { goLive } from '../../../operations/practices/go-live.ts';
import { previewChange } from '../../../operations/settings/preview-change.ts';
import { replanBatch } from '../../../operations/settings/replan-practice.ts';
import { aRow, examplePractice, practiceWithFeed } from './practice-with-feed.ts';

const practice = practiceWithFeed();

const patient = { patient_id: 'P1', first_name: 'Ada', last_name: 'Doe', cell_phone: '+17575550142' };
const aRecall = { recall_id: 'R1', facility_id: 'MAIN', due_on: '2026-11-24', type_name: 'Cleaning', ...patient };
const anOrder = {
  ...{ order_id: 'O1', facility_id: 'MAIN', product_name: 'Glasses', status: 'received', ready_on: '2026-11-24' },
  ...patient,
};

interface Planned {
  readonly slot: string;
  readonly day: string;
  readonly state: string;
  readonly reason: string | null;
}

/** Every message, by the day in New York that it goes. */
function planned(): Promise<Planned[]> {
  return practice.database.sql<Planned[]>`
    SELECT slot, to_char(send_at AT TIME ZONE 'America/New_York', 'MM-DD') AS day, state, reason
    FROM messages WHERE kind IN ('recall', 'product_pick_up') ORDER BY occurrence, send_at, slot`;
}

async function reasons(): Promise<(string | null)[]> {
  return (await planned()).map(({ reason }) => reason);
}

/** The first text of the recall, as it stands once the carrier has it. */
async function send(): Promise<void> {
  await practice.database.sql`
    UPDATE messages SET state = 'sent', sent_at = send_at, body = 'asked', sender_id = (SELECT id FROM senders LIMIT 1)
    WHERE kind = 'recall' AND slot = 'day-0'`;
  practice.now = Date.parse('2026-11-24T18:00:00Z');
}

async function reply(body: string): Promise<string> {
  const { db, sql } = practice.database;
  const [sender] = await sql<[{ id: string }]>`SELECT id FROM senders LIMIT 1`;
  return db.inPractice(practice.practiceId, (tx) =>
    recordTextReply(tx, {
      senderId: sender.id,
      carrierId: `SM${body}`,
      from: '+17575550142',
      body,
      optOutType: null,
      mediaCount: 0,
      receivedAt: practice.now,
    }),
  );
}

async function afterReply() {
  const { sql } = practice.database;
  const [recall] = await sql`SELECT answer FROM recalls`;
  const items = await sql<{ type: string }[]>`
    SELECT type FROM worklist_items WHERE state = 'open' AND recall_id IS NOT NULL`;
  const texts = await sql<{ body: string }[]>`SELECT body FROM messages WHERE kind = 'acknowledgement'`;
  return {
    answer: recall?.['answer'] as string,
    items: items.map(({ type }) => type),
    texts: texts.map(({ body }) => body),
  };
}

test('a recall goes out when it is due, 30 and 60 days later, on a closed day on the next open one', async () => {
  await practice.takeList('recalls', '202611230130', [{ ...aRecall, due_on: '2026-11-25' }]);
  expect(await planned()).toEqual([
    { slot: 'day-0', day: '11-25', state: 'not_sent', reason: null },
    { slot: 'day-30', day: '12-26', state: 'not_sent', reason: null },
    { slot: 'day-60', day: '01-24', state: 'not_sent', reason: null },
  ]);
  expect(await practice.database.sql`SELECT type, plan_version FROM subjects`).toEqual([
    { type: 'recall', plan_version: 1 },
  ]);
  expect(await practice.database.sql`SELECT signal FROM outbox`).toEqual([{ signal: 'replanned' }]);
});

test('Y opens a booking item, stops the rest and is acknowledged without a time; booked, the item closes', async () => {
  await practice.takeList('recalls', '202611230130', [aRecall]);
  await send();
  expect(await reply('Y')).toBe('answered');
  const { answer, items, texts } = await afterReply();
  expect({ answer, items }).toEqual({ answer: 'confirmed', items: ['booking'] });
  expect(texts).toEqual([expect.stringMatching(/^Thank you, we will call you to find a time\./)]);
  expect(await reasons()).toEqual([null, 'answered', 'answered']);
  expect(await practice.database.sql`SELECT 1 FROM write_backs`).toEqual([]);

  await practice.takeList('recalls', '202611240130', [{ ...aRecall, appointment_id: 'A9' }]);
  expect(await reasons()).toEqual([null, 'booked', 'booked']);
  expect((await afterReply()).items).toEqual([]);
});

test('N stops the recall, and nobody is to call', async () => {
  await practice.takeList('recalls', '202611230130', [aRecall]);
  await send();
  expect(await reply('N')).toBe('answered');
  expect(await afterReply()).toMatchObject({
    ...{ answer: 'declined', items: [] },
    texts: [expect.stringMatching(/^Thank you, we will not remind you of this again\./)],
  });
  expect(await reasons()).toEqual([null, 'answered', 'answered']);
});

test('a visit of a type that is mapped to it books a recall; another does not, and one that is cancelled no longer', async () => {
  await practice.database.db.inPractice(practice.practiceId, async (tx) => {
    await tx.sql`
      INSERT INTO recall_bookings (practice_id, recall_type, appointment_type_id)
      VALUES (${practice.practiceId}, 'cleaning', 'CLN') ON CONFLICT DO NOTHING`;
  });
  await practice.takeList('recalls', '202611230130', [aRecall]);
  const visit = { ...aRow({ patient_id: 'P1', starts_at: '2026-12-10T10:00' }), type_id: 'EXAM' };
  await practice.take('202611230130', [visit]);
  expect(await reasons()).toEqual([null, null, null]);
  await practice.take('202611230200', [{ ...visit, type_id: 'CLN' }]);
  expect(await reasons()).toEqual(['booked', 'booked', 'booked']);
  await practice.take('202611230230', [{ ...visit, type_id: 'CLN', status: 'cancelled' }]);
  expect(await reasons()).toEqual([null, null, null]);
});

test('what is gone from the list is cancelled; another day is another recall', async () => {
  await practice.takeList('recalls', '202611230130', [aRecall, { ...aRecall, recall_id: 'R2', patient_id: 'P2' }]);
  await practice.takeList('recalls', '202611230200', [{ ...aRecall, due_on: '2026-12-01' }]);
  const counted = new Map<string, number>();
  for (const { state, reason } of await planned()) {
    const what = `${state} ${reason ?? ''}`.trim();
    counted.set(what, (counted.get(what) ?? 0) + 1);
  }
  expect(Object.fromEntries(counted)).toEqual({ 'withheld cancelled': 3, 'withheld moved': 3, not_sent: 3 });
});

test('an order goes out from the day that it is ready until it is dispensed', async () => {
  await practice.takeList('orders', '202611230130', [{ ...anOrder, status: 'ordered', ready_on: '' }]);
  expect(await planned()).toEqual([]);
  await practice.takeList('orders', '202611230200', [anOrder]);
  expect((await planned()).map(({ slot, day }) => `${slot} ${day}`)).toEqual([
    'day-0 11-24',
    'day-7 12-01',
    'day-14 12-08',
  ]);
  await practice.takeList('orders', '202611230230', [{ ...anOrder, status: 'dispensed' }]);
  expect(await reasons()).toEqual(['dispensed', 'dispensed', 'dispensed']);
});

test('an order that was ready some days ago goes at once, one for more than 30 days never', async () => {
  await practice.takeList('orders', '202611230130', [
    { ...anOrder, ready_on: '2026-11-18' },
    { ...anOrder, order_id: 'O2', patient_id: 'P2', ready_on: '2026-10-20' },
  ]);
  expect((await planned()).map(({ slot, day, reason }) => `${slot} ${day} ${reason ?? ''}`.trim())).toEqual([
    'day-0 10-20 too_late',
    'day-7 10-27 too_late',
    'day-14 11-03 too_late',
    'day-0 11-23',
    'day-7 11-25',
    'day-14 12-02',
  ]);
});

test('overdue recalls begin 20 a day at a facility, what is due longest first, and none is over 18 months old', async () => {
  const many = Array.from({ length: 45 }, (_, index) => ({
    ...aRecall,
    ...{ recall_id: `R${String(index).padStart(2, '0')}`, patient_id: `P${String(index)}` },
    due_on: `2026-${String(1 + (index % 9)).padStart(2, '0')}-15`,
  }));
  await practice.takeList('recalls', '202611230130', [...many, { ...aRecall, recall_id: 'OLD', due_on: '2025-04-01' }]);
  const began = await practice.database.sql<{ day: string; recalls: number; last: string }[]>`
    SELECT to_char(begins_at AT TIME ZONE 'America/New_York', 'MM-DD') AS day, count(*)::int AS recalls, max(due_on)::text AS last
    FROM recalls WHERE begins_at IS NOT NULL GROUP BY 1 ORDER BY 1`;
  expect(began).toEqual([
    { day: '11-23', recalls: 20, last: '2026-04-15' },
    { day: '11-24', recalls: 20, last: '2026-08-15' },
    { day: '11-25', recalls: 5, last: '2026-09-15' },
  ]);
  expect(await practice.database.sql`SELECT count(*)::int AS waiting FROM messages WHERE slot = 'day-0'`).toEqual([
    { waiting: 45 },
  ]);

  // Those of the next night take the places that are left: nobody's day changes.
  practice.now = Date.parse('2026-11-24T12:00:00Z');
  await practice.takeList('recalls', '202611240130', [...many, { ...aRecall, recall_id: 'NEW', due_on: '2026-11-01' }]);
  expect(
    await practice.database.sql`
      SELECT to_char(begins_at AT TIME ZONE 'America/New_York', 'MM-DD') AS day FROM recalls WHERE external_id = 'NEW'`,
  ).toEqual([{ day: '11-25' }]);
});

test('the dry run of going live says on how many days overdue recalls begin, what is too old, and what the save then plans', async () => {
  const { db, sql } = practice.database;
  await sql`UPDATE practices SET live_at = NULL`;
  try {
    const many = Array.from({ length: 45 }, (_, index) => ({
      ...{ ...aRecall, recall_id: `R${String(index)}`, patient_id: `P${String(index)}` },
      due_on: '2026-11-01',
    }));
    const old = { ...aRecall, recall_id: 'OLD', due_on: '2025-04-01' };
    await practice.takeList('recalls', '202611230130', [...many, old]);
    await practice.takeList('orders', '202611230130', [{ ...anOrder, ready_on: '2026-10-01' }]);
    const [main] = await sql<
      [{ id: string; name: string }]
    >`SELECT id, name FROM facilities WHERE external_id = 'MAIN'`;
    const live = { area: 'settings', facilityId: null, values: { live: true } } as const;
    const preview = await previewChange(db, practice.practiceId, live);
    expect(preview.backlog).toEqual({
      ...{ overdueRecalls: 45, recallsTooOld: 1, ordersTooOld: 1, recallsADay: 20 },
      facilities: [{ facilityId: main.id, name: main.name, overdueRecalls: 45, days: 3, lastDay: '2026-11-25' }],
    });
    expect(await sql`SELECT FROM recalls WHERE begins_at IS NOT NULL`).toHaveLength(0);

    await goLive(db, examplePractice.slug, { dryRun: false });
    while ((await replanBatch(db, practice.practiceId)).more);
    const waiting = (await planned()).filter(({ state }) => state === 'not_sent');
    expect(waiting.filter(({ slot }) => slot === 'day-0')).toHaveLength(45);
    expect(preview.counts.appear).toBe(waiting.length);
  } finally {
    await sql`UPDATE practices SET live_at = '2026-01-01'`;
  }
});

test('in rehearsal an overdue recall waits; going live shows it before, and gives it its day', async () => {
  const { db, sql } = practice.database;
  await sql`UPDATE practices SET live_at = NULL`;
  try {
    await practice.takeList('recalls', '202611230130', [{ ...aRecall, due_on: '2026-11-01' }]);
    expect(await planned()).toEqual([]);
    const dry = await goLive(db, examplePractice.slug, { dryRun: true });
    expect(dry.backlog).toMatchObject({ overdueRecalls: 1, recallsTooOld: 0, ordersTooOld: 0 });
    expect(await planned()).toEqual([]);

    await goLive(db, examplePractice.slug, { dryRun: false });
    let more = true;
    while (more) ({ more } = await replanBatch(db, practice.practiceId));
    expect((await planned()).map(({ slot, day }) => `${slot} ${day}`)).toEqual([
      'day-0 11-23',
      'day-30 12-23',
      'day-60 01-22',
    ]);
  } finally {
    await sql`UPDATE practices SET live_at = '2026-01-01'`;
  }
});
