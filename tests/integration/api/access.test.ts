import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Problem } from '../../../api/schemas/problem.ts';
import { openApi, type OpenApi } from './open-api.ts';
import { plantPractice } from './planted-practice.ts';

let api: OpenApi;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.close());

/** What anyone may ask for. A route that is added is not among them until this line says so. */
const publicRoutes = [
  'GET /',
  'GET /api/openapi.json',
  'GET /health/live',
  'GET /health/ready',
  'GET /metrics',
  'GET /u/*',
  'GET /v/*',
  'POST /u/*',
  'POST /v/*',
  'POST /webhooks/sendgrid/events',
  'POST /webhooks/twilio/status',
  'POST /webhooks/twilio/text',
  'POST /webhooks/twilio/voice',
  'POST /webhooks/twilio/voice-status',
];

describe('without a token', () => {
  test('only the declared public routes answer', async () => {
    const open: string[] = [];
    for (const { method, url } of api.routes) {
      for (const one of [method].flat()) {
        const path = url.replace(':id', '0199a000-0000-7000-8000-000000000000');
        const { statusCode } = await api.app.inject({ method: one as 'GET', url: path });
        if (statusCode !== 401) open.push(`${one} ${url}`);
      }
    }
    expect(open.filter((route) => !/^HEAD|^GET \/api\/docs/.test(route)).sort()).toEqual(publicRoutes);
  });

  test.each(['Bearer', 'Bearer short', 'Basic a2VwdDprZXB0a2VwdGtlcHRrZXB0', `Bearer kept_${'x'.repeat(43)}`])(
    '%s is no token',
    async (authorization) => {
      const response = await api.app.inject({ url: '/api/v1/appointments', headers: { authorization } });
      expect(response.statusCode).toBe(401);
      expect(response.headers['www-authenticate']).toBe('Bearer realm="kept"');
      expect(response.headers['content-type']).toBe('application/problem+json');
      expect(response.json<Problem>().code).toBe('unauthenticated');
    },
  );
});

describe('with a token', () => {
  const ask = (token: string, query = '') => api.get<Problem>(`/api/v1/appointments${query}`, token);

  test('the operator’s opens the practice that is named, or the only one, or the demo, and else asks which', async () => {
    const token = await api.token(null);
    expect(await ask(token)).toMatchObject({ status: 400, body: { code: 'bad_input' } });
    await plantPractice(api.database.sql, 'tidewater');
    expect(await ask(token)).toMatchObject({ status: 200 });
    await plantPractice(api.database.sql, 'hampton');
    const several = await ask(token);
    expect(several.status).toBe(400);
    expect(several.body.detail).toContain('?practice=SLUG');
    expect(await ask(token, '?practice=hampton')).toMatchObject({ status: 200 });
    expect(await ask(token, '?practice=nowhere')).toMatchObject({ status: 403 });
    await plantPractice(api.database.sql, 'demo');
    expect(await ask(token)).toMatchObject({ status: 200 });
  });

  test('a practice’s opens its own only', async () => {
    const token = await api.token('tidewater');
    expect(await ask(token)).toMatchObject({ status: 200 });
    expect(await ask(token, '?practice=tidewater')).toMatchObject({ status: 200 });
    expect(await ask(token, '?practice=hampton')).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });

  test('one that is revoked ends at once', async () => {
    const token = await api.token('tidewater');
    await api.database.sql`UPDATE api_keys SET revoked_at = now()`;
    expect(await ask(token)).toMatchObject({ status: 401 });
  });

  test('only its hash is kept', async () => {
    const token = await api.token('tidewater');
    const [row] = await api.database.sql<[{ whole: string }]>`SELECT string_agg(k::text, ' ') AS whole FROM api_keys k`;
    expect(row.whole).not.toContain(token.slice(5, 20));
    expect(row.whole).not.toContain(Buffer.from(token).toString('hex').slice(0, 20));
  });
});
