import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { problemCodes } from '../../../api/schemas/problem.ts';
import { openApi, type OpenApi } from './open-api.ts';

interface Operation {
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { schema: object }>> }>>;
  readonly security?: readonly object[];
}

interface Description {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, { properties: Record<string, { enum?: string[] }> }>>;
  };
}

let api: OpenApi;
let description: Description;
beforeAll(async () => {
  api = await openApi();
  description = (await api.get<Description>('/api/openapi.json')).body;
});
afterAll(() => api.close());

const operations = () =>
  Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, operation })),
  );

test('the description is valid OpenAPI 3.1', async () => {
  const result = await new Validator().validate({ ...description });
  expect(result).toMatchObject({ valid: true });
  expect(description.openapi).toBe('3.1.0');
});

test('every staff route is described, and no other', () => {
  const staff = api.routes
    .filter(({ url }) => url.startsWith('/api/v1'))
    .flatMap(({ method, url }) => [method].flat().map((one) => `${one} ${url.replace(':id', '{id}')}`))
    .filter((name) => !name.startsWith('HEAD'));
  expect(staff.length).toBeGreaterThan(10);
  expect(
    operations()
      .map(({ name }) => name)
      .sort(),
  ).toEqual(staff.sort());
});

test('every code of a problem is documented', () => {
  expect(description.components.schemas['Problem']?.properties['code']?.enum).toEqual(Object.keys(problemCodes));
});

test('every operation declares each status that it can answer, failures as problem documents', () => {
  for (const { name, operation } of operations()) {
    const statuses = Object.keys(operation.responses);
    expect([name, statuses]).toEqual([name, expect.arrayContaining(['400', '401', '403', '404', '429', '500', '503'])]);
    for (const [status, response] of Object.entries(operation.responses)) {
      const types = Object.keys(response.content ?? {});
      expect([name, status, types]).toEqual([
        name,
        status,
        [Number(status) < 400 ? 'application/json' : 'application/problem+json'],
      ]);
    }
  }
});

test('the page that shows it needs nothing from elsewhere', async () => {
  const response = await api.app.inject('/api/docs/');
  expect(response.statusCode).toBe(200);
  expect(response.headers['content-security-policy']).toContain("default-src 'self'");
  expect(response.body).not.toMatch(/(src|href)="https?:/);
});
