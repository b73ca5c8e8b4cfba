import { afterAll, beforeAll, expect, test } from 'vitest';
import { aPractice } from '../operations/a-practice.ts';
import { openApi, type OpenApi } from './open-api.ts';

let api: OpenApi;
let token: string;

interface Proposals {
  readonly version: number;
  readonly region: string;
  readonly items: readonly {
    readonly closure: { readonly name: string; readonly from: string };
    readonly present: { readonly name: string } | null;
  }[];
}

beforeAll(async () => {
  api = await openApi({}, () => Date.now());
  const practice = await aPractice(api.database);
  await api.database
    .sql`UPDATE facilities SET address = '1 Main Street, Norfolk, VA 23510' WHERE practice_id = ${practice.id}`;
  token = await api.token(practice.slug);
});
afterAll(() => api.close());

const read = (query: string) => api.get<Proposals>(`/api/v1/closures/proposals?${query}`, token);
const nameless = (proposals: Proposals) => proposals.items.filter(({ present }) => present === null);

test('the holidays of where a facility is are proposed, accepted by a change of closures, and then known to be there', async () => {
  const { status, body } = await read('year=2027&facility=main');
  expect({ status, region: body.region }).toEqual({ status: 200, region: 'US-VA' });
  expect(nameless(body)).toHaveLength(body.items.length);
  const christmas = body.items.find(({ closure }) => closure.name === 'Christmas Day')!;
  expect(christmas.closure).toEqual({ type: 'holiday', name: 'Christmas Day', from: '2027-12-25', to: '2027-12-25' });

  const saved = await api.app.inject({
    method: 'PATCH',
    url: '/api/v1/closures?facility=main',
    headers: { authorization: `Bearer ${token}`, 'if-match': `"${String(body.version)}"` },
    payload: { add: body.items.map(({ closure }) => closure) },
  });
  expect(saved.statusCode).toBe(200);
  expect(nameless((await read('year=2027&facility=main')).body)).toEqual([]);
  // Of the whole practice they would overlap the facility's, and of the next year nothing is there yet.
  expect(nameless((await read('year=2027')).body)).toEqual([]);
  expect(nameless((await read('year=2028&facility=main')).body).length).toBeGreaterThan(8);
});

test('a region that is named goes before the address, and one that is none is refused with what to do', async () => {
  expect((await read('year=2027&facility=main&region=US-HI')).body.region).toBe('US-HI');
  expect(await read('year=2027&region=US-XX')).toMatchObject({ status: 400, body: { code: 'bad_input' } });
  expect(await read('year=2027&facility=nowhere')).toMatchObject({ status: 404 });
  expect(await read('year=1500')).toMatchObject({ status: 400 });
});

test('the region that is set goes before the address, a facility’s before its practice’s; one that is none is refused', async () => {
  const set = async (query: string, region: string | null) => {
    const { version } = (await read('year=2027')).body;
    return api.send(token, 'PATCH', `settings${query}`, { holiday_region: region }, version);
  };
  expect(await set('', 'US-TX')).toMatchObject({ status: 200, body: { replans: false } });
  expect((await read('year=2027&facility=main')).body.region).toBe('US-TX');
  expect((await read('year=2027')).body.region).toBe('US-TX');
  await set('?facility=main', 'MX');
  expect((await read('year=2027&facility=main')).body.region).toBe('MX');
  await set('?facility=main', null);
  await set('', null);
  expect((await read('year=2027&facility=main')).body.region).toBe('US-VA');
  for (const [region, message] of [
    ['US-XX', /^No holidays are known of this state: write/],
    ['ZZ', /^No holidays are known of this country: write/],
    ['Texas', /^Must be a country, and its state, by ISO codes/],
  ] as const) {
    expect(await set('', region)).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'body.holiday_region', message: expect.stringMatching(message) as string }] },
    });
  }
});
