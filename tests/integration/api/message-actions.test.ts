import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Appointment } from '../../../api/schemas/appointment.ts';
import type { Exclusion } from '../../../api/schemas/exclusion.ts';
import type { Message } from '../../../api/schemas/message.ts';
import type { Problem } from '../../../api/schemas/problem.ts';
import type { VisitPage } from '../../../api/schemas/visit-page.ts';
import type { ListPage } from '../../../api/staff/list-page.ts';
import { planSubjects } from '../../../operations/planning/plan-subjects.ts';
import { sendMessage } from '../../../operations/sending/send-message.ts';
import { aModelCarrier } from '../operations/a-model-carrier.ts';
import { aPractice, makeDue, messagesOf, pmsChanges, type APractice, type AVisit } from '../operations/a-practice.ts';
import { sendingBy } from '../operations/send-dependencies.ts';
import { openApi, type OpenApi } from './open-api.ts';

const day = 86_400_000;
let api: OpenApi;
let practice: APractice;
let token: string;

beforeAll(async () => {
  api = await openApi({}, () => Date.now());
  practice = await aPractice(api.database);
  token = await api.token(practice.slug);
});
afterAll(() => api.close());

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the test says what it expects
async function post<Body = Message>(url: string, payload?: object) {
  const headers = { authorization: `Bearer ${token}` };
  const response = await api.app.inject({
    method: 'POST',
    url: `/api/v1/${url}`,
    headers,
    ...(payload !== undefined && { payload }),
  });
  return { status: response.statusCode, body: response.json<Body>() };
}

const carrier = aModelCarrier(() => Date.now());
const send = (messageId: string) =>
  sendMessage(sendingBy(api.database.db, carrier.channels), { practiceId: practice.id, messageId });
const planAgain = (visit: AVisit) =>
  api.database.db.inPractice(practice.id, (tx) => planSubjects(tx, [visit.id], { name: 'sweep', detail: {} }));
const storyOf = async (visit: AVisit) =>
  (await api.get<VisitPage>(`/api/v1/appointments/${visit.id}`, token)).body.history.map(({ text }) => text);
async function progressOf(visit: AVisit) {
  const [row] = await api.database.sql<[{ version: number; marked: number; nextAt: Date }]>`
    SELECT plan_version AS version, outbox.version AS marked, outbox.next_at AS "nextAt"
    FROM subjects JOIN outbox ON outbox.subject_id = subjects.id WHERE subjects.id = ${visit.id}`;
  return row;
}
async function aWaitingMessage(startsAt = Date.now() + 4 * day) {
  const visit = await practice.visit({ startsAt });
  const [message] = (await messagesOf(api.database, visit)).filter(({ state }) => state === 'not_sent');
  if (message === undefined) throw new Error('The visit has no message that waits.');
  return { visit, messageId: message.id, ...message };
}
const stateOf = async (visit: AVisit, messageId: string) =>
  (await messagesOf(api.database, visit)).find(({ id }) => id === messageId);

describe('another time', () => {
  test('is kept through new plans, told to the engine, and named with who gave it', async () => {
    const { visit, messageId, sendAt } = await aWaitingMessage();
    const before = await progressOf(visit);
    const wanted = new Date(Math.floor(sendAt.getTime() / 1000) * 1000 + 3_600_000).toISOString();
    const retimed = await post(`messages/${messageId}/retime`, { sendAt: wanted });
    expect(retimed).toMatchObject({ status: 200, body: { label: 'Message Not Sent', movedBy: ['staff'] } });
    expect(Date.parse(retimed.body.sendAt)).toBe(Date.parse(wanted));
    const after = await progressOf(visit);
    expect(after).toMatchObject({ version: before.version + 1, marked: before.version + 1, nextAt: new Date(wanted) });
    expect((await storyOf(visit)).at(-1)).toBe('Plan version 2: test (staff): retimed.');

    await planAgain(visit);
    expect(await progressOf(visit)).toMatchObject({ version: after.version });
    expect((await stateOf(visit, messageId))?.sendAt).toEqual(new Date(wanted));
    // Again, and nothing is done again.
    expect(await post(`messages/${messageId}/retime`, { sendAt: wanted })).toMatchObject({ status: 200 });
    expect(await progressOf(visit)).toMatchObject({ version: after.version });
  });

  test('ends when the visit moves', async () => {
    const { visit, messageId, sendAt } = await aWaitingMessage();
    await post(`messages/${messageId}/retime`, { sendAt: new Date(sendAt.getTime() + 3_600_000).toISOString() });
    const movedTo = Date.now() + 6 * day;
    await pmsChanges(api.database, practice, visit, { starts_at: new Date(movedTo).toISOString() });
    const messages = await messagesOf(api.database, visit);
    expect(messages.find(({ id }) => id === messageId)).toMatchObject({ state: 'withheld', reason: 'moved' });
    const anew = messages.find((one) => one.state === 'not_sent' && one.slot === 'three-days');
    expect(Math.abs((anew?.sendAt.getTime() ?? 0) - (movedTo - 3 * day))).toBeLessThanOrEqual(60_000);
  });

  test.each([
    ['in the past', -day, 400],
    ['after it is of use', 4 * day, 400],
    ['outside the hours', day + 13 * 3_600_000, 400],
    ['behind a later step', 3 * day + 60_000, 409],
  ])('%s is refused, and nothing changes', async (_, ahead, status) => {
    // The visit is about one in the afternoon; the hours are from eight to nine in the evening.
    const { visit, messageId, sendAt } = await aWaitingMessage(Date.now() + 4 * day);
    const before = await progressOf(visit);
    const answer = await post<Problem>(`messages/${messageId}/retime`, {
      sendAt: new Date(Date.now() + ahead).toISOString(),
    });
    expect(answer.status).toBe(status);
    expect((await stateOf(visit, messageId))?.sendAt).toEqual(sendAt);
    expect(await progressOf(visit)).toEqual(before);
  });
});

describe('send now', () => {
  test('makes the message due, the claim still decides, and what went can be told no more', async () => {
    const { visit, messageId } = await aWaitingMessage();
    const asked = await post(`messages/${messageId}/send-now`);
    expect(asked).toMatchObject({ status: 200, body: { movedBy: ['staff'] } });
    expect((await progressOf(visit)).nextAt.getTime()).toBeLessThanOrEqual(Date.now());
    const { version } = await progressOf(visit);
    expect(await post(`messages/${messageId}/send-now`)).toMatchObject({ status: 200 });
    await planAgain(visit);
    expect((await progressOf(visit)).version).toBe(version);

    await send(messageId);
    expect(await stateOf(visit, messageId)).toMatchObject({ state: 'sent' });
    for (const [action, payload] of [
      ['send-now', undefined],
      ['withhold', undefined],
      ['release', undefined],
      ['retime', { sendAt: new Date(Date.now() + 2 * 3_600_000).toISOString() }],
    ] as const) {
      const late = await post<Problem>(`messages/${messageId}/${action}`, payload);
      expect(late).toMatchObject({ status: 409, body: { code: 'conflict' } });
      expect(late.body.detail).toContain('sent already');
    }
    // What follows of its plan is as it was: the same step is not sent again.
    await planAgain(visit);
    expect((await messagesOf(api.database, visit)).filter(({ slot }) => slot === 'three-days')).toHaveLength(1);
  });

  test('does not open what something else shuts', async () => {
    const { visit, messageId } = await aWaitingMessage();
    await pmsChanges(api.database, practice, visit, { pms_state: 'cancelled' });
    const answer = await post<Problem>(`messages/${messageId}/send-now`);
    expect(answer).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('Visit cancelled') as string },
    });
  });

  test('of a courtesy reminder is refused until the visit is confirmed, as is an earlier time', async () => {
    const { sql } = api.database;
    await sql`UPDATE practice_settings SET courtesy_reminder = true WHERE practice_id = ${practice.id}`;
    const visit = await practice.visit({ startsAt: Date.now() + 4 * day });
    const courtesy = (await messagesOf(api.database, visit)).find(({ slot }) => slot === 'courtesy')!;
    expect(courtesy).toMatchObject({ state: 'not_sent' });
    const sendAt = new Date(courtesy.sendAt.getTime() - 3_600_000).toISOString();
    for (const [action, payload] of [
      ['send-now', undefined],
      ['retime', { sendAt }],
    ] as const) {
      const refused = await post<Problem>(`messages/${courtesy.id}/${action}`, payload);
      expect(refused).toMatchObject({
        status: 409,
        body: { detail: expect.stringContaining('Record the confirmation first') as string },
      });
    }
    expect(await stateOf(visit, courtesy.id)).toMatchObject({ state: 'not_sent', sendAt: courtesy.sendAt });

    await pmsChanges(api.database, practice, visit, { pms_state: 'confirmed' });
    expect(await post(`messages/${courtesy.id}/send-now`)).toMatchObject({ status: 200 });
    await send(courtesy.id);
    expect(await stateOf(visit, courtesy.id)).toMatchObject({ state: 'sent' });
    await sql`UPDATE practice_settings SET courtesy_reminder = false WHERE practice_id = ${practice.id}`;
  });
});

describe('withheld by staff', () => {
  test('stays so through new plans and settings, and is released again', async () => {
    const { visit, messageId, sendAt } = await aWaitingMessage();
    const withheld = await post(`messages/${messageId}/withhold`);
    expect(withheld).toMatchObject({
      status: 200,
      body: { label: 'Will Not Be Sent', reason: 'staff', reasonText: 'Withheld by staff' },
    });
    const { version } = await progressOf(visit);
    expect(await post(`messages/${messageId}/withhold`)).toMatchObject({ status: 200 });
    await planAgain(visit);
    expect((await progressOf(visit)).version).toBe(version);
    await send(messageId);
    expect(await stateOf(visit, messageId)).toMatchObject({ state: 'withheld', reason: 'staff' });
    const retimed = await post<Problem>(`messages/${messageId}/retime`, { sendAt: sendAt.toISOString() });
    expect(retimed).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('Release it first') as string },
    });

    expect(await post(`messages/${messageId}/release`)).toMatchObject({ status: 200, body: { reason: null } });
    expect(await stateOf(visit, messageId)).toMatchObject({ state: 'not_sent', sendAt });
    expect((await progressOf(visit)).version).toBe(version + 1);
    expect(await post(`messages/${messageId}/release`)).toMatchObject({ status: 200 });
    expect((await progressOf(visit)).version).toBe(version + 1);
    expect((await storyOf(visit)).filter((text) => text.includes('(staff)'))).toHaveLength(2);
  });

  test('released after its time it goes at once while it is of use', async () => {
    const { visit, messageId } = await aWaitingMessage();
    await makeDue(api.database, visit);
    await post(`messages/${messageId}/withhold`);
    expect(await post(`messages/${messageId}/release`)).toMatchObject({ status: 200, body: { state: 'not_sent' } });
    await send(messageId);
    expect(await stateOf(visit, messageId)).toMatchObject({ state: 'sent' });
  });

  test('law 2: at the moment of a send it is either withheld and not sent, or refused and sent', async () => {
    const ends = { withheld: 0, sent: 0 };
    for (let round = 0; round < 40; round += 1) {
      const visit = await practice.visit();
      const messageId = await makeDue(api.database, visit);
      const before = carrier.taken.length;
      const [withheld] = await Promise.all([post(`messages/${messageId}/withhold`), send(messageId)]);
      const state = (await stateOf(visit, messageId))?.state;
      const taken = carrier.taken.length - before;
      expect({ round, status: withheld.status, state, taken }).toEqual(
        withheld.status === 200
          ? { round, status: 200, state: 'withheld', taken: 0 }
          : { round, status: 409, state: 'sent', taken: 1 },
      );
      ends[withheld.status === 200 ? 'withheld' : 'sent'] += 1;
    }
    expect(ends.withheld + ends.sent).toBe(40);
  });
});

test('law 12: every action names who did it, and what', async () => {
  const startsAt = Date.now() + 4 * day;
  const { visit, messageId, sendAt } = await aWaitingMessage(startsAt);
  await post(`messages/${messageId}/retime`, { sendAt: new Date(sendAt.getTime() + 3_600_000).toISOString() });
  for (const action of ['withhold', 'release', 'send-now']) await post(`messages/${messageId}/${action}`);
  await post('exclusions', { appointmentId: visit.id, kind: 'appointment_reminder' });
  const visitAt = new Date(startsAt).toISOString();
  await post<Appointment>(`appointments/${visit.id}/answer`, { answer: 'declined', visitAt });
  const changes = await api.database.sql<{ did: string; by: string; key: string | null }[]>`
    SELECT detail->>'did' AS did, detail->>'by' AS by, api_keys.name AS key
    FROM plan_changes LEFT JOIN api_keys ON api_keys.id = (detail->>'keyId')::uuid
    WHERE subject_id = ${visit.id} AND cause = 'staff' ORDER BY version`;
  expect(changes.map(({ did }) => did)).toEqual([
    'retimed',
    'withheld',
    'released',
    'sent_now',
    'excluded',
    'answered',
  ]);
  expect(changes.every(({ by, key }) => by === 'test' && key === 'test')).toBe(true);
});

test.each(['send-now', 'exclusions', 'answer'])(
  'law 2: %s at the moment of a send: the message goes at most once, and not after what was committed before it',
  async (action) => {
    for (let round = 0; round < 15; round += 1) {
      const startsAt = Date.now() + 4 * day;
      const visit = await practice.visit({ startsAt });
      const messageId = await makeDue(api.database, visit);
      const before = carrier.taken.length;
      const act = {
        'send-now': () => post(`messages/${messageId}/send-now`),
        exclusions: () => post('exclusions', { appointmentId: visit.id, kind: 'appointment_reminder' }),
        answer: () =>
          post(`appointments/${visit.id}/answer`, { answer: 'declined', visitAt: new Date(startsAt).toISOString() }),
      }[action];
      await Promise.all([act?.(), send(messageId)]);
      await send(messageId);
      const state = (await stateOf(visit, messageId))?.state;
      const taken = carrier.taken.length - before;
      expect({ round, state, taken }).toEqual(
        state === 'withheld' && action !== 'send-now'
          ? { round, state: 'withheld', taken: 0 }
          : { round, state: 'sent', taken: 1 },
      );
    }
  },
);

describe('do not send', () => {
  test('withholds the kind whatever the visit’s time, until it is taken away', async () => {
    const { visit } = await aWaitingMessage();
    const asked = { appointmentId: visit.id, kind: 'appointment_reminder' };
    const excluded = await post<Exclusion>('exclusions', asked);
    expect(excluded).toMatchObject({ status: 201, body: { ...asked, by: 'test' } });
    expect(await post<Exclusion>('exclusions', asked)).toEqual({ status: 200, body: excluded.body });
    const allOf = async () => (await messagesOf(api.database, visit)).map(({ reason }) => reason);
    expect(await allOf()).toEqual(['excluded', 'excluded', 'excluded']);
    await pmsChanges(api.database, practice, visit, { starts_at: new Date(Date.now() + 6 * day).toISOString() });
    expect(new Set(await allOf())).toEqual(new Set(['excluded']));

    const list = await api.get<ListPage<Exclusion>>(`/api/v1/exclusions?appointmentId=${visit.id}`, token);
    expect(list.body.items).toEqual([excluded.body]);
    const remove = () =>
      api.app.inject({
        method: 'DELETE',
        url: `/api/v1/exclusions/${excluded.body.id}`,
        headers: { authorization: `Bearer ${token}` },
      });
    expect((await remove()).json()).toEqual({ removed: true });
    expect((await remove()).json()).toEqual({ removed: false });
    expect((await allOf()).filter((reason) => reason === null)).toHaveLength(3);
    const story = (await storyOf(visit)).filter((text) => text.includes('(staff)'));
    expect(story).toEqual([expect.stringContaining('excluded (kind'), expect.stringContaining('included (kind')]);
  });

  test('holds at the claim of a message that is due', async () => {
    const { visit } = await aWaitingMessage();
    const messageId = await makeDue(api.database, visit);
    await post('exclusions', { appointmentId: visit.id, kind: 'appointment_reminder' });
    await send(messageId);
    expect(await stateOf(visit, messageId)).toMatchObject({ state: 'withheld', reason: 'excluded' });
  });

  test('of a visit that is not this practice’s, or of a kind that is none, is refused', async () => {
    const other = await aPractice(api.database);
    const visit = await other.visit();
    expect(await post('exclusions', { appointmentId: visit.id, kind: 'appointment_reminder' })).toMatchObject({
      status: 404,
    });
    const own = await practice.visit();
    expect(await post('exclusions', { appointmentId: own.id, kind: 'no_such_kind' })).toMatchObject({ status: 400 });
  });
});

describe('an answer taken on the phone', () => {
  const followUp = (visit: AVisit) => api.database.sql`
    SELECT
      (SELECT array_agg(type ORDER BY type) FROM worklist_items WHERE appointment_id = ${visit.id} AND state = 'open') AS items,
      (SELECT array_agg(answer ORDER BY queued_at) FROM write_backs WHERE appointment_id = ${visit.id}) AS "writeBacks"`;

  test('counts as the patient’s own: label, plan, write-back, worklist, flip', async () => {
    const startsAt = Date.now() + 4 * day;
    const { visit } = await aWaitingMessage(startsAt);
    const answer = (given: string) =>
      post<Appointment>(`appointments/${visit.id}/answer`, {
        answer: given,
        visitAt: new Date(startsAt).toISOString(),
      });
    expect(await answer('confirmed')).toMatchObject({
      status: 200,
      body: { label: 'Confirmed', answer: 'confirmed', answerSource: 'staff' },
    });
    expect((await messagesOf(api.database, visit)).map(({ reason }) => reason)).toEqual([
      'answered',
      'answered',
      'answered',
    ]);
    expect(await followUp(visit)).toMatchObject([{ items: null, writeBacks: ['confirmed'] }]);
    const { version } = await progressOf(visit);
    await answer('confirmed');
    expect(await progressOf(visit)).toMatchObject({ version });

    expect(await answer('declined')).toMatchObject({ status: 200, body: { label: 'Declined' } });
    expect(await followUp(visit)).toMatchObject([
      { items: ['decline', 'flip'], writeBacks: ['confirmed', 'declined'] },
    ]);
    expect((await storyOf(visit)).join('\n')).toContain('test (staff): answered (answer declined)');
  });

  test('to a time that the visit no longer has, or to a visit that is off, is refused', async () => {
    const startsAt = Date.now() + 4 * day;
    const { visit } = await aWaitingMessage(startsAt);
    const at = (time: number) =>
      post<Problem>(`appointments/${visit.id}/answer`, { answer: 'confirmed', visitAt: new Date(time).toISOString() });
    expect(await at(startsAt + day)).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('another time') as string },
    });
    await pmsChanges(api.database, practice, visit, { pms_state: 'cancelled' });
    expect(await at(startsAt)).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('no answer any more') as string },
    });
    expect((await messagesOf(api.database, visit)).every(({ answer }) => answer === 'none')).toBe(true);
  });
});
