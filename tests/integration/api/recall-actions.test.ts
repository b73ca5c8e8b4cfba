import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WorklistItem } from '../../../api/schemas/follow-up.ts';
import type { Recall, RecallPage } from '../../../api/schemas/recall.ts';
import type { ListPage } from '../../../api/staff/list-page.ts';
import { planSubjects } from '../../../operations/planning/plan-subjects.ts';
import { aPractice, type APractice } from '../operations/a-practice.ts';
import { aRecallOrOrder } from '../operations/a-recall-or-order.ts';
import { openApi, type OpenApi } from './open-api.ts';

let api: OpenApi;
let practice: APractice;
let token: string;

beforeAll(async () => {
  api = await openApi({}, () => Date.now());
  practice = await aPractice(api.database);
  token = await api.token(practice.slug);
});
afterAll(() => api.close());

const post = (url: string, payload: object) => api.send(token, 'POST', url, payload);
const pageOf = async (id: string) => (await api.get<RecallPage>(`/api/v1/recalls/${id}`, token)).body;
const planAgain = (id: string) =>
  api.database.db.inPractice(practice.id, (tx) => planSubjects(tx, [id], { name: 'feed', detail: {} }));

/** A recall of a patient who has nothing else, and the day that it is due on. */
async function aRecall() {
  const { patientId } = await practice.visit({ pms: 'cancelled' });
  const id = await aRecallOrOrder(api.database, practice, 'recall', patientId);
  return { id, patientId, dueOn: (await pageOf(id)).dueOn };
}

/** The same, whose first text the carrier has. */
async function aRecallInProgress() {
  const recall = await aRecall();
  await api.database.sql`
    UPDATE messages SET state = 'sent', sent_at = now(), body = 'asked' WHERE subject_id = ${recall.id} AND slot = 'day-0'`;
  return recall;
}

const itemsOf = async (id: string) =>
  (await api.get<ListPage<WorklistItem>>('/api/v1/worklist?limit=200', token)).body.items
    .filter(({ recallId }) => recallId === id)
    .map(({ type }) => type);
const reasonsOf = async (id: string) => (await pageOf(id)).plan.map(({ reason }) => reason);

test('what a patient said of a recall to a person is the patient’s own answer', async () => {
  const { id, dueOn } = await aRecall();
  const told = { answer: 'confirmed', dueOn };
  const { status, body } = await post(`recalls/${id}/answer`, told);
  expect({ status, body }).toMatchObject({
    status: 200,
    body: { id, label: 'Confirmed', answer: 'confirmed', answerSource: 'staff' } satisfies Partial<Recall>,
  });
  expect(await itemsOf(id)).toEqual(['booking']);
  expect(await reasonsOf(id)).toEqual(['answered', 'answered', 'answered']);
  const history = (await pageOf(id)).history.map(({ text }) => text);
  expect(history).toContainEqual(expect.stringMatching(/test \(staff\): answered \(answer confirmed\)\.$/));

  expect((await post(`recalls/${id}/answer`, told)).status).toBe(200);
  expect(await api.database.sql`SELECT answer, source FROM answers WHERE recall_id = ${id}`).toEqual([
    { answer: 'confirmed', source: 'staff' },
  ]);

  expect((await post(`recalls/${id}/answer`, { answer: 'declined', dueOn })).body).toMatchObject({ label: 'Declined' });
  expect(await itemsOf(id)).toEqual(['flip']);
});

test('an answer to a recall that is due on another day, booked, gone or too old is refused, and changes nothing', async () => {
  const { sql } = api.database;
  const { id, dueOn } = await aRecall();
  const refused = async (day = dueOn) =>
    (await post(`recalls/${id}/answer`, { answer: 'declined', dueOn: day })).status;
  expect(await refused('2020-01-01')).toBe(409);
  await sql`UPDATE recalls SET booked_by = 'A9' WHERE id = ${id}`;
  expect(await refused()).toBe(409);
  await sql`UPDATE recalls SET booked_by = '', gone_at = now() WHERE id = ${id}`;
  expect(await refused()).toBe(409);
  await sql`UPDATE recalls SET gone_at = NULL, due_on = '2024-01-01' WHERE id = ${id}`;
  expect(await refused('2024-01-01')).toBe(409);
  expect(await sql`SELECT answer FROM recalls WHERE id = ${id}`).toEqual([{ answer: 'none' }]);

  const { id: visit } = await practice.visit();
  expect((await post(`recalls/${visit}/answer`, { answer: 'declined', dueOn })).status).toBe(404);
  const other = await aPractice(api.database);
  const theirs = await api.send(await api.token(other.slug), 'POST', `recalls/${id}/answer`, {
    answer: 'declined',
    dueOn,
  });
  expect(theirs.status).toBe(404);
});

test('a visit that the patient got since waits for a person to say whether it books the recall', async () => {
  const { id, patientId } = await aRecallInProgress();
  const visit = await practice.visit({ patientId });
  await planAgain(id);
  const waiting = await pageOf(id);
  expect(waiting).toMatchObject({
    ...{ label: 'Not Confirmed', awaitsReview: true },
    visitsSince: [{ appointmentId: visit.id, pmsState: 'scheduled', review: null }],
  });
  expect(await itemsOf(id)).toEqual(['booking_review']);
  expect(await reasonsOf(id)).toEqual([null, null, null]);

  const { body } = await post(`recalls/${id}/reviews`, { appointmentId: visit.id, books: true });
  expect(body).toMatchObject({
    ...{ label: 'Booked', awaitsReview: false },
    visitsSince: [{ appointmentId: visit.id, review: { books: true, by: 'test' } }],
  });
  expect(await reasonsOf(id)).toEqual([null, 'booked', 'booked']);
  expect(await itemsOf(id)).toEqual([]);

  await api.database.sql`UPDATE appointments SET pms_state = 'cancelled' WHERE id = ${visit.id}`;
  await planAgain(id);
  expect(await pageOf(id)).toMatchObject({ label: 'Not Confirmed', awaitsReview: false });
  expect(await reasonsOf(id)).toEqual([null, null, null]);
  expect((await post(`recalls/${id}/reviews`, { appointmentId: visit.id, books: true })).status).toBe(409);
});

test('a visit that does not book it is asked about no more, and the recall goes on', async () => {
  const { id, patientId } = await aRecallInProgress();
  const visit = await practice.visit({ patientId });
  await planAgain(id);
  expect(await itemsOf(id)).toEqual(['booking_review']);
  const { body } = await post(`recalls/${id}/reviews`, { appointmentId: visit.id, books: false });
  expect(body).toMatchObject({ label: 'Not Confirmed', awaitsReview: false });
  expect(await itemsOf(id)).toEqual([]);
  expect(await reasonsOf(id)).toEqual([null, null, null]);
  const history = (await pageOf(id)).history.map(({ text }) => text);
  expect(history).toContainEqual(expect.stringContaining('test (staff): said that a visit does not book it'));
  await planAgain(id);
  expect(await itemsOf(id)).toEqual([]);

  // It was said of the day that the recall was due on: of another it is asked anew once the recall was written about.
  await api.database.sql`
    UPDATE recalls SET due_on = due_on - 1, due_at = due_at - interval '1 day', begins_at = begins_at - interval '1 day'
    WHERE id = ${id}`;
  await api.database.sql`UPDATE messages SET occurrence = occurrence - interval '1 day' WHERE subject_id = ${id}`;
  await planAgain(id);
  expect(await itemsOf(id)).toEqual(['booking_review']);
});

test('a visit from before its first message, or of a type that books it, waits for nobody; another’s visit books nothing', async () => {
  const { id, patientId } = await aRecallInProgress();
  const before = await practice.visit({ patientId });
  await api.database.sql`UPDATE appointments SET first_seen_at = now() - interval '1 hour' WHERE id = ${before.id}`;
  await planAgain(id);
  expect(await pageOf(id)).toMatchObject({ awaitsReview: false, visitsSince: [] });
  expect(await itemsOf(id)).toEqual([]);

  const mapped = await practice.visit({ patientId });
  await api.database.sql`UPDATE appointments SET type_id = 'CLN' WHERE id = ${mapped.id}`;
  await api.database.sql`
    INSERT INTO recall_bookings (practice_id, recall_type, appointment_type_id) VALUES (${practice.id}, 'cleaning', 'CLN')`;
  await planAgain(id);
  expect(await pageOf(id)).toMatchObject({ label: 'Booked', awaitsReview: false });
  expect(await itemsOf(id)).toEqual([]);

  const another = await practice.visit();
  expect((await post(`recalls/${id}/reviews`, { appointmentId: another.id, books: true })).status).toBe(409);
  expect(await api.database.sql`SELECT FROM recall_reviews WHERE recall_id = ${id}`).toEqual([]);
});
