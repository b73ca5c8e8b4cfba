import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Problem } from '../../../api/schemas/problem.ts';
import { anEngine, openApi, type OpenApi } from './open-api.ts';
import { plantPractice } from './planted-practice.ts';

let api: OpenApi;
let token: string;

beforeAll(async () => {
  api = await openApi({
    engine: anEngine({ state: () => Promise.reject(new TypeError('Ada Nobody at +17575550101 was not expected')) }),
  });
  await plantPractice(api.database.sql, 'tidewater');
  token = await api.token('tidewater');
});
afterAll(() => api.close());

const problem = async (url: string) => (await api.get<Problem>(url, token)).body;

describe('a query', () => {
  test('with an unknown parameter is refused with the list of those that are known', async () => {
    expect(await problem('/api/v1/sync-runs?since=2026-01-01')).toMatchObject({
      status: 400,
      code: 'bad_input',
      errors: [{ path: 'query.since', message: 'Unknown. Known here: limit, cursor, practice.' }],
    });
    expect(await problem('/api/v1/practices?slug=x')).toMatchObject({
      errors: [{ path: 'query.slug', message: 'Unknown. Known here: none.' }],
    });
  });

  test('is told everything that is wrong with it at once', async () => {
    const { errors } = await problem('/api/v1/appointments?limit=0&from=yesterday&label=Maybe&frm=1');
    expect(new Set(errors?.map(({ path }) => path))).toEqual(
      new Set(['query.frm', 'query.from', 'query.label', 'query.limit']),
    );
    expect(errors).toContainEqual({ path: 'query.from', message: 'Must be a day, such as 2026-11-23.' });
    expect(errors?.find(({ path }) => path === 'query.label')?.message).toContain('Not Confirmed');
  });

  test.each(['0', '201', '-1', '1e2', '0x10', '1.0', ' 5', '', 'ten', '5&limit=6', '99999999999'])(
    'limit=%s is refused, not guessed at',
    async (limit) => {
      expect(await problem(`/api/v1/appointments?limit=${limit}`)).toMatchObject({ status: 400, code: 'bad_input' });
    },
  );

  test.each([
    'from=2026-02-30',
    'from=0000-01-01',
    'from=2026-1-1',
    'facility=%00',
    'label=confirmed',
    'answer=',
    'practice=%00',
  ])('%s is a fault of the request, never of ours', async (query) => {
    const { status } = await problem(`/api/v1/appointments?${query}`);
    expect([400, 403]).toContain(status);
  });

  test.each(['limit=1', 'limit=200', 'from=2026-11-24&to=2026-11-24', 'label=No%20Show'])(
    '%s is taken',
    async (query) => {
      expect(await api.get(`/api/v1/appointments?${query}`, token)).toMatchObject({ status: 200 });
    },
  );
});

test('an id that is none is a 400 that says where', async () => {
  expect(await problem('/api/v1/messages/12')).toMatchObject({ status: 400, errors: [{ path: 'params.id' }] });
});

test('what is nowhere is a 404 problem, with or without a token', async () => {
  for (const url of ['/api/v1/nothing', '/nothing', '/api/v2/appointments']) {
    expect(await problem(url)).toMatchObject({ status: 404, code: 'not_found', type: 'urn:kept:problem:not_found' });
  }
});

describe('what the server itself refuses is a problem document too', () => {
  const post = (headers: Record<string, string>, payload: string) =>
    api.app.inject({
      method: 'POST',
      url: '/api/v1/sync-runs',
      headers: { authorization: `Bearer ${token}`, ...headers },
      payload,
    });

  test.each([
    [413, 'too_large', 'application/json', JSON.stringify('x'.repeat(70_000))],
    [415, 'unsupported_media', 'application/pdf', '%PDF'],
    [400, 'bad_input', 'application/json', '{"half":'],
  ])('%s %s', async (status, code, type, payload) => {
    const response = await post({ 'content-type': type }, payload);
    expect(response.headers['content-type']).toBe('application/problem+json');
    expect(response.json<Problem>()).toMatchObject({ status, code });
    expect(response.body).not.toContain('half');
  });

  test('too many requests of one caller are a 429 that says when to come again, and health is never refused', async () => {
    const ask = (url: string, bearer: string) =>
      api.app.inject({ url, headers: { authorization: `Bearer ${bearer}` } });
    let last = await ask('/', 'runaway');
    for (let asked = 1; asked < 1_201; asked += 1) last = await ask('/', 'runaway');
    expect(last.statusCode).toBe(429);
    expect(last.json<Problem>().code).toBe('too_many_requests');
    expect(Number(last.headers['retry-after'])).toBeGreaterThan(0);
    expect((await ask('/', 'another')).statusCode).toBe(200);
    expect((await ask('/health/live', 'runaway')).statusCode).toBe(200);
  });
});

test('what was not foreseen is a 500 without its text, neither in the answer nor in the log', async () => {
  const practice = await plantPractice(api.database.sql, 'hampton');
  const visit = await practice.visit();
  const { status, body } = await api.get<Problem>(`/api/v1/appointments/${visit.id}`, await api.token('hampton'));
  expect(status).toBe(500);
  expect(body).toMatchObject({ code: 'unknown', title: 'Internal Server Error' });
  expect(JSON.stringify(body)).not.toMatch(/Ada|7575550101|TypeError/);
  const id = body.instance.replace('urn:uuid:', '');
  expect(api.logged()).toContain(id);
  expect(api.logged()).toContain('"type":"TypeError"');
  expect(api.logged()).not.toMatch(/Ada|7575550101/);
});

test('law 6: no name, number, word, query or caller stands in the log', async () => {
  const practice = await plantPractice(api.database.sql, 'norfolk');
  const message = await practice.message(await practice.visit(), { body: 'Secretwords' });
  const own = await api.token('norfolk');
  await api.get(`/api/v1/messages/${message.id}?practice=norfolk`, own);
  await api.get('/api/v1/appointments?provider=Secretprovider', own);
  await api.get('/api/v1/+17575550199', own);
  await api.app.inject({
    url: '/webhooks/twilio/text',
    method: 'POST',
    payload: 'From=%2B17575550177&Body=Secretreply',
  });
  await api.app.inject({
    url: '/api/v1/appointments',
    headers: { authorization: 'Bearer Secrettoken' },
    remoteAddress: '203.0.113.7',
  });

  const log = api.logged();
  expect(log).toContain('"route":"/api/v1/messages/:id"');
  expect(log).toContain('"route":"/webhooks/twilio/text"');
  expect(log).not.toMatch(/Secret|757555|Nobody|203\.0\.113\.7|provider=/);
  expect(log).not.toContain(message.id);
});
