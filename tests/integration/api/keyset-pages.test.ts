import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Appointment } from '../../../api/schemas/appointment.ts';
import type { Problem } from '../../../api/schemas/problem.ts';
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

const page = async (query: string) =>
  (await api.get<ListPage<Appointment>>(`/api/v1/appointments?${query}`, token)).body;

/** Reads a list page by page to its end, and does something between the pages. */
async function readWhole(query: string, between: () => Promise<unknown> = () => Promise.resolve()): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const read: ListPage<Appointment> = await page(`${query}${cursor === '' ? '' : `&cursor=${cursor}`}`);
    ids.push(...read.items.map(({ id }) => id));
    cursor = read.next;
    await between();
  }
  return ids;
}

test('pages join to the whole list, in order, also where several visits share an instant', async () => {
  const planted: string[] = [];
  for (const hour of [9, 11, 11, 11, 11, 13, 14]) {
    const { id } = await practice.visit({
      starts_at: `2026-11-24T${String(hour + 5).padStart(2, '0')}:00:00Z`,
      wall_time: `2026-11-24 ${String(hour).padStart(2, '0')}:00`,
    });
    planted.push(id);
  }
  expect((await readWhole('limit=2')).sort()).toEqual([...planted].sort());
  expect(await readWhole('limit=2')).toEqual(await readWhole('limit=200'));
  expect(await readWhole('limit=7')).toEqual(await readWhole('limit=200'));
});

test('visits that come in between neither repeat nor hide another', async () => {
  const before = await readWhole('limit=200');
  const seen = await readWhole('limit=2', () =>
    practice.visit({ starts_at: '2026-11-24T13:00:00.123456Z', wall_time: '2026-11-24 08:00' }),
  );
  expect(seen.filter((id) => before.includes(id))).toEqual(before);
});

test('a time that is finer than a millisecond is not lost in the cursor', async () => {
  const other = await plantPractice(api.database.sql, 'hampton');
  for (const micros of ['000001', '000002', '000003', '999999']) {
    const { id } = await other.visit({ wall_time: '2026-12-01 10:00' });
    // As text: the test's own driver would round it to the millisecond.
    await api.database.sql`
      UPDATE appointments SET starts_at = ${`2026-12-01T15:00:00.${micros}Z`}::text::timestamptz WHERE id = ${id}`;
  }
  const hampton = await api.token('hampton');
  const first = await api.get<ListPage<Appointment>>('/api/v1/appointments?limit=2', hampton);
  const rest = await api.get<ListPage<Appointment>>(
    `/api/v1/appointments?limit=2&cursor=${first.body.next ?? ''}`,
    hampton,
  );
  const ids = [...first.body.items, ...rest.body.items].map(({ id }) => id);
  expect(new Set(ids).size).toBe(4);
  expect(rest.body.next).toBeNull();
});

test('only a cursor of the same list is taken', async () => {
  const { next } = await page('limit=1');
  expect(next).not.toBeNull();
  for (const cursor of [
    'nonsense',
    Buffer.from('["appointments","now","1"]').toString('base64url'),
    Buffer.from('{"at":1}').toString('base64url'),
    Buffer.from(
      JSON.stringify(['appointments', '2026-99-99 00:00:00+00', '0199a000-0000-7000-8000-000000000000']),
    ).toString('base64url'),
  ]) {
    const { status, body } = await api.get<Problem>(`/api/v1/appointments?cursor=${cursor}`, token);
    expect([cursor, status, body.code]).toEqual([cursor, 400, 'bad_input']);
  }
  expect(await api.get(`/api/v1/messages?cursor=${next ?? ''}`, token)).toMatchObject({ status: 400 });
  expect(await api.get(`/api/v1/appointments?cursor=${next ?? ''}`, token)).toMatchObject({ status: 200 });
});
