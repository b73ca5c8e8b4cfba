import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WorklistItem, WriteBack } from '../../../api/schemas/follow-up.ts';
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

function item(type: string, priority: number, minute: number, more: Record<string, string> = {}): Promise<string> {
  const at = `2026-11-23T15:${String(minute).padStart(2, '0')}:00Z`;
  return practice.row('worklist_items', { type, priority: String(priority), opened_at: at, renewed_at: at, ...more });
}

test('the worklist has what is most urgent first, page by page, open items unless asked otherwise', async () => {
  const visits = await Promise.all([practice.visit(), practice.visit(), practice.visit()]);
  const [first, second, third] = visits.map(({ id }) => ({ appointment_id: id }));
  await item('unclear_reply', 2, 1, first);
  await item('decline', 1, 3, second);
  await item('emergency', 0, 4, third);
  await item('decline', 1, 2, first);
  await item('flip', 1, 0, { ...first, state: 'done' });
  const list = (query: string) => api.get<ListPage<WorklistItem>>(`/api/v1/worklist?${query}`, token);

  const one = await list('limit=3');
  const rest = await list(`limit=3&cursor=${one.body.next ?? ''}`);
  expect([...one.body.items, ...rest.body.items].map(({ type, openedAt }) => [type, openedAt])).toEqual([
    ['emergency', '2026-11-23T10:04:00-05:00'],
    ['decline', '2026-11-23T10:02:00-05:00'],
    ['decline', '2026-11-23T10:03:00-05:00'],
    ['unclear_reply', '2026-11-23T10:01:00-05:00'],
  ]);
  expect(rest.body.next).toBeNull();
  expect(one.body.items[0]).toMatchObject({
    appointmentId: visits[2].id,
    visitAt: '2026-11-24T10:00:00-05:00',
    patient: { id: visits[2].patientId, name: 'Ada Nobody' },
  });
  expect((await list('type=decline')).body.items).toHaveLength(2);
  expect((await list('state=done')).body.items.map(({ type }) => type)).toEqual(['flip']);
  expect((await list('type=nonsense')).status).toBe(400);
});

test('write-backs are the answers for the PMS, newest first', async () => {
  const visit = await practice.visit();
  for (const [minute, state] of [
    ['01', 'overtaken'],
    ['02', 'waiting'],
  ] as const) {
    await practice.row('write_backs', {
      appointment_id: visit.id,
      occurrence: '2026-11-24T15:00:00Z',
      answer: 'confirmed',
      state,
      queued_at: `2026-11-23T15:${minute}:00Z`,
    });
  }
  const { body } = await api.get<ListPage<WriteBack>>('/api/v1/write-backs', token);
  expect(body.items).toMatchObject([
    { appointmentId: visit.id, state: 'waiting', visitAt: '2026-11-24T10:00:00-05:00' },
    { state: 'overtaken' },
  ]);
});
