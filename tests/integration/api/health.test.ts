import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../../db/database.ts';
import { anEngine, openApi, type OpenApi } from './open-api.ts';
import { plantPractice } from './planted-practice.ts';

let api: OpenApi;
let engineIsThere = true;

beforeAll(async () => {
  api = await openApi({
    engine: anEngine({ reachable: () => Promise.resolve(engineIsThere) }),
  });
});
afterAll(() => api.close());

describe('ready', () => {
  test('says so while the database, its schema and the engine are as they must be', async () => {
    expect(await api.get('/health/ready')).toEqual({
      status: 200,
      body: { status: 'ready', checks: { database: 'ok', engine: 'ok' } },
    });
  });

  test('names the migration that has yet to run', async () => {
    const [last] = await api.database.sql<[{ name: string; run_on: Date }]>`
      DELETE FROM migrations WHERE id = (SELECT max(id) FROM migrations) RETURNING name, run_on`;
    const { status, body } = await api.get('/health/ready');
    expect(status).toBe(503);
    expect(JSON.stringify(body)).toContain(last.name);
    await api.database.sql`INSERT INTO migrations (name, run_on) VALUES (${last.name}, ${last.run_on})`;
    expect(await api.get('/health/ready')).toMatchObject({ status: 200 });
  });

  test('is a 503 without the engine or the database, while the process is still live', async () => {
    engineIsThere = false;
    expect(await api.get('/health/ready')).toMatchObject({
      status: 503,
      body: { status: 'not_ready', checks: { database: 'ok' } },
    });
    engineIsThere = true;
    const down = await openApi({ db: openDatabase({ url: 'postgres://nobody:secret@127.0.0.1:1/none' }) });
    const { status, body } = await down.get('/health/ready');
    expect(status).toBe(503);
    expect(JSON.stringify(body)).toContain('cannot be reached');
    expect(JSON.stringify(body)).not.toMatch(/nobody|secret/);
    expect(await down.get('/health/live')).toEqual({ status: 200, body: { status: 'live' } });
    await down.close();
  });
});

test('metrics count answers by the route’s pattern, and nothing that came in', async () => {
  await api.get('/api/v1/messages/0199a000-0000-7000-8000-000000000000?practice=nobody', await api.token(null));
  await api.get('/not/+17575550123');
  const { body } = await api.get<string>('/metrics');
  expect(body).toContain(
    'kept_http_request_duration_seconds_count{method="GET",route="/api/v1/messages/:id",status="403"} 1',
  );
  expect(body).toContain('route="none"');
  expect(body).not.toMatch(/0199a000|7575550123|nobody/);
});

test('metrics tell what a carrier objects to for the sender’s sake, and what is paused, and of which practice not', async () => {
  const practice = await plantPractice(api.database.sql, 'harborside');
  const failed = async (detail: string, columns: object = {}) => {
    const state = { state: 'not_received', state_at: new Date().toISOString(), sender_id: practice.senderId };
    await practice.message(await practice.visit(), { ...state, detail, ...columns });
  };
  await failed('30034');
  await failed('30034');
  // The patient's affair; and one of the day before.
  await failed('30003');
  await failed('30034', { state_at: new Date(Date.now() - 86_400_000).toISOString() });
  await api.database.sql`UPDATE practice_settings SET text_paused_at = now() WHERE practice_id = ${practice.id}`;
  const { body } = await api.get<string>('/metrics');
  expect(body.match(/^kept_sender_faults.*$/gm)).toEqual(['kept_sender_faults{channel="text",code="30034"} 2']);
  expect(body.match(/^kept_paused_practices.*$/gm)).toEqual([
    'kept_paused_practices{channel="text"} 1',
    'kept_paused_practices{channel="voice"} 0',
    'kept_paused_practices{channel="email"} 0',
  ]);
  expect(body).not.toContain('harborside');
  await api.database.sql`UPDATE practice_settings SET text_paused_at = NULL WHERE practice_id = ${practice.id}`;
});

test('metrics are told while the database is down, but for what it alone knows', async () => {
  const down = await openApi({ db: openDatabase({ url: 'postgres://nobody:secret@127.0.0.1:1/none' }) });
  const { status, body } = await down.get<string>('/metrics');
  expect(status).toBe(200);
  expect(body).toContain('process_cpu_seconds_total');
  expect(body).not.toMatch(/^kept_(sender_faults|paused_practices)\{/m);
  await down.close();
});

test('the front page leads to what there is, and no further', async () => {
  const { status, body } = await api.get<string>('/');
  expect(status).toBe(200);
  expect(body).toContain('href="/api/docs"');
  expect(body).toContain('href="http://simulator.example"');
  expect(body).not.toContain('workflow engine');
});
