import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { InboxReply, ThreadLine } from '../../../api/schemas/patient-words.ts';
import type { Problem } from '../../../api/schemas/problem.ts';
import type { SyncRun } from '../../../api/schemas/sync-run.ts';
import type { ListPage } from '../../../api/staff/list-page.ts';
import { openApi, type OpenApi } from './open-api.ts';
import { plantPractice, type PlantedPractice } from './planted-practice.ts';

let api: OpenApi;
let practice: PlantedPractice;
let token: string;

beforeAll(async () => {
  api = await openApi();
  practice = await plantPractice(api.database.sql, 'tidewater');
  token = await api.token('tidewater');
});
afterAll(() => api.close());

test('the inbox holds the replies that wait for a person, newest first, in the patient’s words', async () => {
  const { contactPointId } = await practice.message(await practice.visit());
  for (const [minute, outcome] of [
    ['01', 'answered'],
    ['02', 'unclear'],
    ['03', 'opted_out'],
    ['04', 'visit_changed'],
    ['05', 'opted_in'],
    ['06', 'several_visits'],
  ]) {
    await practice.row('replies', {
      channel: 'text',
      sender_id: practice.senderId,
      contact_point_id: contactPointId,
      carrier_id: `SM${String(minute)}`,
      body: ` ${String(outcome)}\n`,
      reading: 'unclear',
      rule: 'none',
      outcome: String(outcome),
      received_at: `2026-11-23T15:${String(minute)}:00Z`,
    });
  }
  const first = await api.get<ListPage<InboxReply>>('/api/v1/inbox?limit=2', token);
  const rest = await api.get<ListPage<InboxReply>>(`/api/v1/inbox?limit=2&cursor=${first.body.next ?? ''}`, token);
  expect([...first.body.items, ...rest.body.items].map(({ body }) => body)).toEqual([
    ' several_visits\n',
    ' visit_changed\n',
    ' unclear\n',
  ]);
  expect(first.body.items[0]?.receivedAt).toBe('2026-11-23T10:06:00-05:00');
});

test('a reply of the inbox leads to all that went back and forth with its phone, and to nothing else', async () => {
  const visit = await practice.visit();
  const asked = await practice.message(visit, {
    state: 'received',
    body: 'Reply Y or N',
    sent_at: '2026-11-23T16:00:00Z',
  });
  const waits = await practice.row('messages', {
    ...{ subject_id: visit.id, patient_id: visit.patientId, contact_point_id: asked.contactPointId },
    ...{ occurrence: '2026-11-24T15:00:00Z', kind: 'appointment_reminder', slot: 'later', channel: 'text' },
    ...{ language: 'en', computed_at: '2026-11-23T15:00:00Z', send_at: '2026-11-23T18:00:00Z', state: 'not_sent' },
    ...{ useful_until: '2026-11-24T15:00:00Z', answerable_until: '2026-11-24T15:00:00Z' },
    ...{ state_at: '2026-11-20T12:00:00Z', created_at: '2026-11-20T12:00:00Z' },
  });
  const reply = (id: string, contactPointId: string, outcome: string, at: string): Promise<string> =>
    practice.row('replies', {
      ...{ channel: 'text', sender_id: practice.senderId, contact_point_id: contactPointId, carrier_id: id },
      ...{ body: id, reading: 'unclear', rule: 'none', outcome, received_at: at },
    });
  const first = await reply('SM-thread-1', asked.contactPointId, 'unclear', '2026-11-23T16:01:00Z');
  await reply('SM-thread-2', asked.contactPointId, 'answered', '2026-11-23T16:02:00Z');
  const other = await practice.message(await practice.visit());
  await reply('SM-other', other.contactPointId, 'unclear', '2026-11-23T16:01:30Z');

  const page = await api.get<ListPage<ThreadLine>>(`/api/v1/inbox/${first}?limit=2`, token);
  const cursor = page.body.next ?? '';
  const rest = await api.get<ListPage<ThreadLine>>(`/api/v1/inbox/${first}?limit=2&cursor=${cursor}`, token);
  const lines = [...page.body.items, ...rest.body.items];
  expect(lines.map(({ from, body, outcome }) => [from, body, outcome])).toEqual([
    ['patient', 'SM-thread-2', 'answered'],
    ['patient', 'SM-thread-1', 'unclear'],
    ['practice', 'Reply Y or N', 'received'],
  ]);
  expect(lines[2]).toMatchObject({ id: asked.id, appointmentId: visit.id, at: '2026-11-23T11:00:00-05:00' });
  expect(lines.map(({ id }) => id)).not.toContain(waits);

  const missing = await api.get<Problem>(`/api/v1/inbox/${asked.id}`, token);
  expect(missing).toMatchObject({ status: 404, body: { code: 'not_found' } });
});

test('opt-outs are the contact points that opted out, newest first', async () => {
  for (const [address, at] of [
    ['+17575550191', '2026-11-20T15:00:00Z'],
    ['+17575550192', '2026-11-21T15:00:00Z'],
  ]) {
    await practice.row('contact_points', { address: String(address), opted_out_at: String(at) });
  }
  const { body } = await api.get<ListPage<{ address: string }>>('/api/v1/opt-outs', token);
  expect(body.items).toMatchObject([
    { address: '+17575550192', optedOutAt: '2026-11-21T10:00:00-05:00' },
    { address: '+17575550191' },
  ]);
});

describe('sync runs', () => {
  test('are listed newest first, with what was left out of each', async () => {
    const run = { source: 'schedule', path: '/feed', started_at: '2026-11-23T07:00:00Z' };
    const good = await practice.row('sync_runs', { ...run, state: 'applied', counts: { rows: 12, new: 3 } as never });
    await practice.row('sync_runs', {
      ...run,
      started_at: '2026-11-23T08:00:00Z',
      state: 'refused',
      reason: 'half_a_file',
      advice: 'Send the whole file again.',
    });
    for (const line of [4, 9]) {
      await practice.row('quarantine', { run_id: good, file: 'a.csv', line, column_name: 'starts_at', reason: 'gap' });
    }
    const { body } = await api.get<ListPage<SyncRun>>('/api/v1/sync-runs', token);
    expect(body.items).toMatchObject([
      { state: 'refused', reason: 'half_a_file', advice: 'Send the whole file again.', quarantined: 0 },
      {
        id: good,
        state: 'applied',
        counts: { rows: 12, new: 3 },
        quarantined: 2,
        startedAt: '2026-11-23T02:00:00-05:00',
      },
    ]);
    expect(await api.get(`/api/v1/sync-runs/${good}`, token)).toMatchObject({ status: 200, body: body.items[1] });

    const quarantine = await api.get<ListPage<object>>(`/api/v1/quarantine?run=${good}&limit=1`, token);
    const rest = await api.get<ListPage<object>>(
      `/api/v1/quarantine?run=${good}&limit=1&cursor=${quarantine.body.next ?? ''}`,
      token,
    );
    expect([...quarantine.body.items, ...rest.body.items]).toMatchObject([
      { file: 'a.csv', line: 9, column: 'starts_at', reason: 'gap' },
      { line: 4 },
    ]);
    expect(await api.get('/api/v1/quarantine?reason=no_id', token)).toMatchObject({ body: { items: [] } });
  });

  test('are started for each of the practice’s own feeds, and refused where there is none', async () => {
    const start = (bearer: string) =>
      api.app.inject({ method: 'POST', url: '/api/v1/sync-runs', headers: { authorization: `Bearer ${bearer}` } });
    const nothing = await start(token);
    expect([nothing.statusCode, nothing.json<Problem>().code]).toEqual([409, 'conflict']);

    const other = await plantPractice(api.database.sql, 'hampton');
    await other.row('feeds', { type: 'csv', path: '/others' });
    const feedId = await practice.row('feeds', { type: 'csv', path: '/feed' });
    const started = await start(token);
    expect(started.statusCode).toBe(202);
    expect(started.json()).toEqual({ items: [{ feedId, workflowId: `sync:${feedId}`, started: true }] });
  });
});
