import type { Static } from 'typebox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WorklistItem } from '../../../api/schemas/follow-up.ts';
import type { MessagePage } from '../../../api/schemas/message-page.ts';
import type { Message } from '../../../api/schemas/message.ts';
import type { Order, OrderPage } from '../../../api/schemas/order.ts';
import type { InboxReply, ThreadLine } from '../../../api/schemas/patient-words.ts';
import type { Recall, RecallPage } from '../../../api/schemas/recall.ts';
import type { OrderReport, RecallReport } from '../../../api/schemas/subject-reports.ts';
import type { ListPage } from '../../../api/staff/list-page.ts';
import { explainMessageById } from '../../../operations/explaining/explain-message.ts';
import { explainSubjectById } from '../../../operations/explaining/explain-subject.ts';
import { links } from './a-linked-visit.ts';
import { openApi, type OpenApi } from './open-api.ts';
import { dayBegins, plantPractice, type PlantedPractice } from './planted-practice.ts';

type RecallReported = Static<typeof RecallReport>;
type OrderReported = Static<typeof OrderReport>;

let api: OpenApi;
let practice: PlantedPractice;
let token: string;
let due: { id: string; patientId: string };
let texted: { id: string; contactPointId: string };
let reply: string;

const at = '2026-11-23T14:00:00Z';
const ofKind = (kind: string, occurrence = dayBegins) => ({ kind, slot: 'day-0', occurrence });

beforeAll(async () => {
  api = await openApi();
  practice = await plantPractice(api.database.sql, 'tidewater');
  token = await api.token('tidewater');
  due = await practice.recall({ external_id: 'R-due', answer: 'confirmed', answer_source: 'text', answered_at: at });
  texted = await practice.message(due, { ...ofKind('recall'), state: 'received', answer: 'confirmed' });
  reply = await practice.row('replies', {
    ...{ channel: 'text', sender_id: practice.senderId, contact_point_id: texted.contactPointId, carrier_id: 'SM1' },
    ...{ body: 'Maybe', reading: 'unclear', rule: 'none', outcome: 'unclear', received_at: at },
    ...{ message_id: texted.id, recall_id: due.id },
  });
  await practice.row('worklist_items', {
    ...{ type: 'booking', priority: '1', recall_id: due.id, opened_at: at, renewed_at: at },
  });
});
afterAll(() => api.close());

const get = async <Body>(path: string) => (await api.get<Body>(`/api/v1/${path}`, token)).body;
const externalIds = async (path: string) =>
  (await get<ListPage<Recall | Order>>(path)).items.map(({ externalId }) => externalId);

describe('recalls', () => {
  test('are listed by the day that they are due on, each with the label that it has', async () => {
    await practice.recall({ external_id: 'R-gone', gone_at: at, due_at: '2026-11-25T05:00:00Z' });
    await practice.recall({ external_id: 'R-booked', booked_by: 'A9', due_at: '2026-11-26T05:00:00Z' });
    await practice.recall({ external_id: 'R-no', answer: 'declined', due_at: '2026-11-27T05:00:00Z' });
    await practice.recall({ external_id: 'R-overdue', due_on: '2026-10-01', due_at: '2026-10-01T04:00:00Z' });
    const { items } = await get<ListPage<Recall>>('recalls');
    expect(items.map(({ externalId, label, startsAt }) => [externalId, label, startsAt])).toEqual([
      ['R-overdue', 'Not Confirmed', null],
      ['R-due', 'Confirmed', '2026-11-24T00:00:00-05:00'],
      ['R-gone', 'Removed in PM System', '2026-11-25T00:00:00-05:00'],
      ['R-booked', 'Booked', '2026-11-26T00:00:00-05:00'],
      ['R-no', 'Declined', '2026-11-27T00:00:00-05:00'],
    ]);
    expect(items[1]).toMatchObject({
      ...{ id: due.id, type: 'Cleaning', dueOn: '2026-11-24', answer: 'confirmed', delivery: 'received' },
      patient: { id: due.patientId, name: 'Ada Nobody' },
    });
    expect(items[3]?.bookedBy).toBe('A9');
  });

  test('are narrowed by facility, id, label and answer, and read page by page', async () => {
    expect(await externalIds('recalls?label=Booked')).toEqual(['R-booked']);
    expect(await externalIds('recalls?answer=declined')).toEqual(['R-no']);
    expect(await externalIds('recalls?externalId=R-gone')).toEqual(['R-gone']);
    expect(await externalIds('recalls?facility=nowhere')).toEqual([]);
    expect(await externalIds('recalls?facility=norfolk')).toHaveLength(5);
    expect((await api.get('/api/v1/recalls?label=Dispensed', token)).status).toBe(400);
    const first = await get<ListPage<Recall>>('recalls?limit=2');
    const second = await get<ListPage<Recall>>(`recalls?limit=3&cursor=${first.next ?? ''}`);
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(
      (await get<ListPage<Recall>>('recalls')).items.map(({ id }) => id),
    );
    expect(second.next).toBeNull();
  });

  test('each tells its whole story; a parked run is asleep', async () => {
    await api.database
      .sql`UPDATE subjects SET parked_until = '2026-11-24T14:00:00Z', engine_version = 1 WHERE id = ${due.id}`;
    const page = await get<RecallPage>(`recalls/${due.id}`);
    expect(page).toMatchObject({ label: 'Confirmed', planVersion: 1, formerMessages: [] });
    expect(page.plan.map(({ id, recallId, appointmentId, label }) => [id, recallId, appointmentId, label])).toEqual([
      [texted.id, due.id, null, 'Confirmed'],
    ]);
    expect(page.history.map(({ what }) => what)).toEqual(['reply', 'worklist']);
    expect(page.engine).toMatchObject({
      ...{ status: 'asleep', workflowId: `recall:${due.id}`, asleepUntil: '2026-11-24T09:00:00-05:00', agrees: true },
    });
    const { status } = await api.get(`/api/v1/orders/${due.id}`, token);
    expect(status).toBe(404);
  });
});

describe('orders', () => {
  test('are listed as they were first seen, narrowed by label, and each tells its whole story', async () => {
    const ready = await practice.order({ external_id: 'O-ready', first_seen_at: '2026-11-20T12:00:00Z' });
    const message = await practice.message(ready, ofKind('product_pick_up'));
    const notYet = { state: 'ordered', ready_on: null, ready_at: null };
    await practice.order({ external_id: 'O-ordered', first_seen_at: '2026-11-20T12:00:01Z', ...notYet });
    await practice.order({ external_id: 'O-done', first_seen_at: '2026-11-20T12:00:02Z', state: 'dispensed' });
    const { items } = await get<ListPage<Order>>('orders');
    expect(items.map(({ externalId, label, readyOn }) => [externalId, label, readyOn])).toEqual([
      ['O-ready', 'Ready', '2026-11-24'],
      ['O-ordered', 'Not Ready', null],
      ['O-done', 'Dispensed', '2026-11-24'],
    ]);
    expect(await externalIds('orders?label=Dispensed&facility=norfolk')).toEqual(['O-done']);
    expect(await externalIds('orders?limit=1')).toEqual(['O-ready']);

    const page = await get<OrderPage>(`orders/${ready.id}`);
    expect(page).toMatchObject({ product: 'Glasses', pmsState: 'received', delivery: 'not_sent' });
    expect(page.plan.map(({ id, orderId }) => [id, orderId])).toEqual([[message.id, ready.id]]);
    expect(page.engine.workflowId).toBe(`order:${ready.id}`);
    expect(await get<ListPage<Message>>(`messages?orderId=${ready.id}`)).toMatchObject({ items: [{ id: message.id }] });
  });
});

describe('reports', () => {
  test('say of each recall what was sent about it, answered, and booked since, and of all that the filters leave', async () => {
    const { items, totals } = await get<RecallReported>('reports/recalls?dueFrom=2026-11-24&dueTo=2026-11-26');
    const rows = items.map(({ recall, sent, firstSentAt, bookedSince }) => [
      recall.externalId,
      sent,
      firstSentAt,
      bookedSince,
    ]);
    expect(rows).toEqual([
      ['R-due', 1, null, false],
      ['R-gone', 0, null, false],
      ['R-booked', 0, null, false],
      ['R-no', 0, null, false],
    ]);
    const some = { recalls: 4, sent: 1, confirmed: 1, declined: 1, booked: 1, bookedSince: 0, removed: 1 };
    expect(totals).toEqual(some);

    const booked = await practice.recall({
      external_id: 'R-since',
      booked_by: 'A8',
      due_at: '2026-12-07T05:00:00Z',
      due_on: '2026-12-07',
      type_name: 'Check-up',
    });
    const about = { ...ofKind('recall', '2026-12-07T05:00:00Z'), sent_at: at, state_at: at };
    await practice.message(booked, { ...about, state: 'received' });
    await practice.message(booked, { ...about, slot: 'day-30', state: 'withheld', reason: 'booked' });
    expect(await get<RecallReported>('reports/recalls?type=check-UP&facility=norfolk')).toMatchObject({
      items: [{ recall: { id: booked.id }, sent: 1, lastSentAt: '2026-11-23T09:00:00-05:00', bookedSince: true }],
      totals: { recalls: 1, sent: 1, booked: 1, bookedSince: 1 },
    });
    expect(await get<RecallReported>('reports/recalls?facility=nowhere')).toMatchObject({
      items: [],
      totals: { recalls: 0 },
    });
    const first = await get<RecallReported>('reports/recalls?limit=4');
    const rest = await get<RecallReported>(`reports/recalls?limit=4&cursor=${first.next ?? ''}`);
    expect(first.totals).toMatchObject({ recalls: 6 });
    expect(rest.totals).toBeNull();
    expect([...first.items, ...rest.items].map(({ recall }) => recall.externalId)).toEqual(
      await externalIds('recalls'),
    );
  });

  test('say of each order what was sent about it and whether it was picked up since', async () => {
    const done = await practice.order({
      external_id: 'O-since',
      state: 'dispensed',
      product_name: 'Lenses',
      ready_on: '2026-11-30',
    });
    await practice.message(done, { ...ofKind('product_pick_up'), state: 'sent', sent_at: at });
    const lenses = await get<OrderReported>('reports/orders?product=lenses');
    expect(lenses).toMatchObject({
      items: [
        { order: { externalId: 'O-since' }, sent: 1, firstSentAt: '2026-11-23T09:00:00-05:00', dispensedSince: true },
      ],
      totals: { orders: 1, sent: 1, ready: 0, dispensed: 1, dispensedSince: 1, removed: 0 },
    });
    const others = await get<OrderReported>('reports/orders?readyTo=2026-11-29');
    expect(others.items.map(({ order, sent, dispensedSince }) => [order.externalId, sent, dispensedSince])).toEqual([
      ['O-ready', 0, false],
      ['O-done', 0, false],
    ]);
    expect((await get<OrderReported>('reports/orders?readyFrom=2026-12-01')).items).toEqual([]);
  });
});

test('the patient’s page of a recall asks whether to call, names no time, and is open after the day that it is due on', async () => {
  const recall = await practice.recall({ due_on: '2026-11-20', due_at: '2026-11-20T05:00:00Z' });
  const message = await practice.message(recall, {
    ...{ ...ofKind('recall', '2026-11-20T05:00:00Z'), channel: 'email', state: 'sent', sent_at: at },
    ...{ sender_id: practice.senderId, answerable_until: '2026-12-20T05:00:00Z' },
  });
  const page = async () => {
    const url = links.visitLink(message.id).replace('https://kept.example', '');
    return (await api.app.inject({ url })).body;
  };
  const open = await page();
  expect(open).toContain('Please call me to book');
  expect(open).toContain('No visit, thank you');
  expect(open).not.toMatch(/class="when"|Will you be there|12:00/);
  await api.database.sql`UPDATE recalls SET booked_by = 'A9' WHERE id = ${recall.id}`;
  const settled = await page();
  expect(settled).toContain('Nothing is left to answer here');
  expect(settled).not.toContain('Please call me to book');
});

describe('what is about a recall names it', () => {
  test('in the worklist, the inbox, its thread and the messages', async () => {
    const items = (await get<ListPage<WorklistItem>>('worklist')).items;
    expect(items).toMatchObject([
      { type: 'booking', recallId: due.id, appointmentId: null, patient: { id: due.patientId, name: 'Ada Nobody' } },
    ]);
    expect((await get<ListPage<InboxReply>>('inbox')).items).toMatchObject([
      { id: reply, recallId: due.id, appointmentId: null, receivedAt: '2026-11-23T09:00:00-05:00' },
    ]);
    expect((await get<ListPage<ThreadLine>>(`inbox/${reply}`)).items).toMatchObject([{ id: reply, recallId: due.id }]);
    expect((await get<ListPage<Message>>(`messages?recallId=${due.id}`)).items).toMatchObject([
      { id: texted.id, recallId: due.id, facilityId: practice.facilityId },
    ]);
  });

  test('law 12: a message about a recall or an order is explained by what it counts from and how that stands', async () => {
    const why = async (messageId: string) =>
      (await get<MessagePage>(`messages/${messageId}`)).why.slice(0, 3).map(({ answer }) => answer);
    expect(await why(texted.id)).toEqual([
      'Step day-0 of Recall, which the schedule no longer has, asks for Mon 2026-11-23 10:00, for the recall that counts from Tue 2026-11-24 00:00.',
      'At Mon 2026-11-23 10:00; useful until Tue 2026-11-24 10:00.',
      'Yes: it is due on 2026-11-24, and nothing is booked.',
    ]);
    const dispensed = await practice.order({ state: 'dispensed' });
    const late = await practice.message(dispensed, ofKind('product_pick_up'));
    expect((await why(late.id))[2]).toBe('No: it is dispensed.');
    const moved = await practice.recall();
    const former = await practice.message(moved, ofKind('recall', '2026-11-20T05:00:00Z'));
    expect((await why(former.id))[2]).toBe('Its messages now count from Tue 2026-11-24 00:00.');
  });

  test('for an operator, who knows the id alone', async () => {
    const { db } = api.database;
    expect(await explainSubjectById(db, due.id)).toMatchObject({ type: 'recall', recall: { externalId: 'R-due' } });
    expect((await explainMessageById(db, texted.id)).about).toMatchObject({ type: 'recall', recall: { id: due.id } });
    await expect(explainSubjectById(db, texted.id)).rejects.toMatchObject({ code: 'not_found' });
  });
});
