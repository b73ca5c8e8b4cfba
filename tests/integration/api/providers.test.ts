import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Provider } from '../../../api/schemas/provider.ts';
import type { ListPage } from '../../../api/staff/list-page.ts';
import { aPractice, pmsChanges, type APractice } from '../operations/a-practice.ts';
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

const page = (query = '') => api.get<ListPage<Provider>>(`/api/v1/providers${query}`, token);
const ids = async (query: string) => (await page(query)).body.items.map(({ id }) => id);

test('providers are listed by id, page by page, with their names and what is to come by type', async () => {
  for (const [provider_id, type_id, inDays, pms_state] of [
    ['P1', 'CLEAN', 3, 'scheduled'],
    ['P1', 'CLEAN', 4, 'scheduled'],
    ['P1', 'KNEE', 5, 'confirmed'],
    ['P1', 'KNEE', 6, 'cancelled'],
    ['P1', 'CLEAN', -3, 'completed'],
    ['P2', '', 3, 'scheduled'],
    ['P3', 'CLEAN', -100, 'completed'],
    ['', 'CLEAN', 3, 'scheduled'],
  ] as const) {
    const visit = await practice.visit({ startsAt: Date.now() + inDays * day });
    await pmsChanges(api.database, practice, visit, {
      ...{ provider_id, type_id, pms_state },
      provider_name: provider_id === '' ? '' : `Dr. ${provider_id}`,
      type_name: type_id.toLowerCase(),
    });
  }
  const stranger = await aPractice(api.database);
  await pmsChanges(api.database, stranger, await stranger.visit(), { provider_id: 'P1', provider_name: 'Dr. Else' });
  for (const [id, name] of [
    ['P1', 'Dr. Reyes'],
    ['P4', 'Dr. New'],
  ] as const) {
    await api.database.sql`
      INSERT INTO provider_names (practice_id, provider_id, name_in_messages) VALUES (${practice.id}, ${id}, ${name})`;
  }

  const { body } = await page();
  expect(body.next).toBeNull();
  expect(body.items).toEqual([
    {
      ...{ id: 'P1', name: 'Dr. P1', nameInMessages: 'Dr. Reyes', visits: 3 },
      types: [
        { id: 'CLEAN', name: 'clean', visits: 2 },
        { id: 'KNEE', name: 'knee', visits: 1 },
      ],
    },
    { id: 'P2', name: 'Dr. P2', nameInMessages: null, visits: 1, types: [] },
    { id: 'P4', name: null, nameInMessages: 'Dr. New', visits: 0, types: [] },
  ]);

  const first = await page('?limit=2');
  expect(first.body.items.map(({ id }) => id)).toEqual(['P1', 'P2']);
  expect(await ids(`?limit=2&cursor=${first.body.next ?? ''}`)).toEqual(['P4']);
});

test('only a cursor of this list is taken', async () => {
  const of = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');
  for (const cursor of [
    of('appointments', 'P1'),
    of('providers'),
    of('providers', 1),
    of('providers', 'a', 'b'),
    'x',
  ]) {
    expect(await page(`?cursor=${cursor}`)).toMatchObject({ status: 400, body: { code: 'bad_input' } });
  }
});
