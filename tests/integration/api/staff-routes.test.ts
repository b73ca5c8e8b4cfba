import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anEngine, openApi, type OpenApi } from './open-api.ts';
import { plantEverything, type PlantedEverything } from './plant-everything.ts';
import { plantPractice } from './planted-practice.ts';

let api: OpenApi;
let own: PlantedEverything;
let other: PlantedEverything;
let token: string;
let routes: string[];

/** What a route does not answer without. */
const needed: Readonly<Record<string, string>> = {
  'reports/facility': '?date=2026-11-24',
  'closures/proposals': '?year=2027&region=US-VA',
};

beforeAll(async () => {
  api = await openApi();
  own = await plantEverything(await plantPractice(api.database.sql, 'tidewater'));
  other = await plantEverything(await plantPractice(api.database.sql, 'hampton'));
  token = await api.token('tidewater');
  routes = api.routes
    .filter(({ url, method }) => url.startsWith('/api/v1') && method === 'GET')
    .map(({ url }) => `${url}${needed[url.split('/').slice(3).join('/')] ?? ''}`);
});
afterAll(() => api.close());

const addressOf = (route: string, planted: PlantedEverything): string =>
  route.replace(':id', planted.idOf[route.split('/')[3] ?? ''] ?? 'missing');

test('law 7: on no route does a practice’s token show a row of another', async () => {
  let shown = '';
  for (const route of routes) {
    const { status, body } = await api.get(addressOf(route, own), token);
    expect([route, status]).toEqual([route, 200]);
    const text = JSON.stringify(body);
    expect([route, [...other.ids, ...other.words].filter((word) => text.includes(word))]).toEqual([route, []]);
    shown += text;

    if (!route.includes(':id')) continue;
    const theirs = await api.get(addressOf(route, other), token);
    expect([route, theirs.status]).toEqual([route, 404]);
    expect(JSON.stringify(theirs.body)).not.toContain(other.words[0]);
  }
  // So that the loop proves anything: every own row stood in some answer.
  expect(own.ids.filter((id) => !shown.includes(id))).toEqual([]);
});

test('law 7: filters by another practice’s ids find nothing', async () => {
  for (const query of [
    `appointments?facility=${other.ids[1] ?? ''}`,
    `recalls?facility=${other.ids[1] ?? ''}`,
    `orders?facility=${other.ids[1] ?? ''}`,
    `messages?appointmentId=${other.idOf['appointments'] ?? ''}`,
    `messages?recallId=${other.idOf['recalls'] ?? ''}`,
    `quarantine?run=${other.idOf['sync-runs'] ?? ''}`,
  ]) {
    expect(await api.get(`/api/v1/${query}`, token)).toMatchObject({ status: 200, body: { items: [], next: null } });
  }
});

describe('what a route does not declare does not leave', () => {
  test('neither in lists nor in stories: each answer holds just what its schema names', async () => {
    const schemas = (await api.get<Description>('/api/openapi.json')).body;
    for (const route of routes) {
      const { body } = await api.get(addressOf(route, own), token);
      const path = route.replace(':id', '{id}').replace(/\?.*/, '');
      const schema = schemas.paths[path]?.['get']?.responses['200']?.content['application/json'].schema;
      expect([route, undeclared(body, schema, schemas)]).toEqual([route, []]);
    }
  });

  test('a field that slips in is dropped', async () => {
    const slips = await openApi({
      engine: anEngine({
        state: () => Promise.resolve({ ...planWith({ patientName: 'Slipped' }), notes: 'Slipped' } as never),
      }),
    });
    const practice = await plantPractice(slips.database.sql, 'tidewater');
    const visit = await practice.visit();
    const { status, body } = await slips.get(`/api/v1/appointments/${visit.id}`, await slips.token('tidewater'));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      engine: { status: 'answered', version: 1, entries: [{ channel: 'text' }], agrees: true },
    });
    expect(JSON.stringify(body)).not.toContain('Slipped');
    await slips.close();
  });
});

function planWith(extra: object) {
  const entry = { messageId: '0199a000-0000-7000-8000-000000000000', channel: 'text', at: 0, ...extra };
  return { version: 1, answer: 'none', pms: 'scheduled', visitAt: 0, entries: [entry], endsAt: 0, asleepUntil: null };
}

interface Schema {
  readonly $ref?: string;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: object;
  readonly additionalProperties?: object | boolean;
}

interface Description {
  readonly paths: Record<
    string,
    Record<string, { responses: Record<string, { content: { 'application/json': { schema: Schema } } }> }>
  >;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** The paths in a document that its schema does not name. */
function undeclared(value: unknown, schema: Schema | undefined, all: Description, path = ''): string[] {
  if (schema === undefined) return [path];
  if (schema.$ref !== undefined)
    return undeclared(value, all.components.schemas[schema.$ref.split('/').at(-1) ?? ''], all, path);
  if (value === null || typeof value !== 'object') return [];
  if (schema.anyOf !== undefined) {
    const fitting = schema.anyOf.map((one) => undeclared(value, one, all, path));
    return fitting.find((missing) => missing.length === 0) ?? fitting[0] ?? [path];
  }
  if (Array.isArray(value)) return value.flatMap((item) => undeclared(item, schema.items, all, `${path}[]`));
  // Values by keys of their own, as a change of settings has them.
  if (schema.patternProperties !== undefined || typeof schema.additionalProperties === 'object') return [];
  return Object.entries(value).flatMap(([name, below]) =>
    undeclared(below, schema.properties?.[name], all, `${path}.${name}`),
  );
}
