import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../../db/database.ts';
import { anEngine, openApi, type OpenApi } from './open-api.ts';

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

test('the front page leads to what there is, and no further', async () => {
  const { status, body } = await api.get<string>('/');
  expect(status).toBe(200);
  expect(body).toContain('href="/api/docs"');
  expect(body).toContain('href="http://simulator.example"');
  expect(body).not.toContain('workflow engine');
});
