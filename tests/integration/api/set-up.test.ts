import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Key } from '../../../api/schemas/key.ts';
import type { Practice } from '../../../api/schemas/practice.ts';
import type { Problem } from '../../../api/schemas/problem.ts';
import type { Sender } from '../../../api/schemas/sender.ts';
import type { PracticeFile } from '../../../operations/practices/practice-file-schema.ts';
import { openApi, type OpenApi } from './open-api.ts';

const riverside = {
  ...(JSON.parse(readFileSync(new URL('../../../examples/practice.json', import.meta.url), 'utf8')) as PracticeFile),
  feed_folder: '/feeds/riverside',
};
const bare: PracticeFile = {
  slug: 'harbor',
  name: 'Harbor Clinic',
  name_in_messages: 'Harbor Clinic',
  phone: '+12125550100',
  time_zone: 'America/New_York',
  facilities: [{ facility_id: 'MAIN', name: 'Main', time_zone: 'America/New_York', phone: '+12125550100' }],
  senders: [{ channel: 'text', address: '+12125550101' }],
};

let api: OpenApi;
let operator: string;
beforeAll(async () => {
  api = await openApi();
  operator = await api.token(null);
});
afterAll(() => api.close());

const post = (token: string, url: string, payload: object) =>
  api.send(token, 'POST', url, payload) as Promise<{ status: number; body: never }>;
const practicesOf = async (token: string) =>
  (await api.get<{ items: Practice[] }>('/api/v1/practices', token)).body.items.map(({ slug }) => slug);
const refused = async (token: string, payload: object) => (await post(token, 'practices', payload)).body as Problem;

describe('a practice', () => {
  test('is added by an operator with all that belongs to it, in rehearsal', async () => {
    const added = await post(operator, 'practices', riverside);
    expect(added).toMatchObject({ status: 201, body: { slug: 'riverside', liveAt: null } });
    expect(await practicesOf(operator)).toEqual(['riverside']);
    const { items } = (await api.get<{ items: Sender[] }>('/api/v1/senders?practice=riverside', operator)).body;
    expect(items.map(({ channel, address, facility }) => [channel, address, facility])).toEqual([
      ['email', 'visits@riverside.example', null],
      ['text', '+17575550101', null],
      ['text', '+16155550101', 'WEST'],
      ['voice', '+17575550101', null],
    ]);
    const settings = await api.get('/api/v1/settings?practice=riverside', operator);
    expect(settings.body).toMatchObject({ settings: { live: { value: false }, text_from: { value: '09:00' } } });
    const [feed] = await api.database.sql`SELECT path FROM feeds`;
    expect(feed).toEqual({ path: '/feeds/riverside' });
  });

  test('that is described wrongly is refused with everything that is wrong, and nothing of it is written', async () => {
    const [facility] = bare.facilities;
    const wrong = {
      ...bare,
      phone: '5550100',
      slug: undefined,
      colour: 'blue',
      facilities: [{ ...facility, phone: 1 }],
    };
    const problem = await refused(operator, wrong);
    expect(problem).toMatchObject({ status: 400, code: 'bad_input' });
    expect(problem.errors).toEqual(
      expect.arrayContaining([
        { path: 'body.slug', message: 'Is missing: add it.' },
        { path: 'body.colour', message: 'Is not known here: check its spelling, or take it out.' },
        {
          path: 'body.phone',
          message: 'Must be a number with its country code and no spaces, such as "+17575550100".',
        },
        {
          path: 'body.facilities.0.phone',
          message: 'Must be a number with its country code and no spaces, such as "+17575550100".',
        },
      ]),
    );
    const later = await refused(operator, { ...bare, settings: { text_from: '20:00' }, time_zone: 'Mars/Olympus' });
    expect(later.errors?.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['body.time_zone', 'body.settings.text_to']),
    );
    const folder = await refused(operator, { ...bare, feed_folder: 'feeds/harbor' });
    expect(folder.errors).toMatchObject([{ path: 'body.feed_folder' }]);
    expect(await practicesOf(operator)).toEqual(['riverside']);
  });

  test('is refused where its slug, a number or its folder is another’s', async () => {
    const { slug, feed_folder } = riverside;
    const senders = [{ channel: 'text', address: '+17575550101' }] as const;
    for (const taken of [{ slug }, { senders }, { feed_folder }]) {
      expect([Object.keys(taken), (await refused(operator, { ...bare, ...taken })).status]).toEqual([
        Object.keys(taken),
        409,
      ]);
    }
    expect(await practicesOf(operator)).toEqual(['riverside']);
  });

  test('is not added with a practice’s own token', async () => {
    expect(await refused(await api.token('riverside'), bare)).toMatchObject({ status: 403, code: 'forbidden' });
    expect(await practicesOf(operator)).toEqual(['riverside']);
  });
});

describe('a token', () => {
  beforeAll(async () => {
    await post(operator, 'practices', bare);
  });
  const made = async (payload: object) => (await post(operator, 'keys', payload)).body as { id: string; token: string };
  const list = async (token: string) => (await api.get<{ items: Key[] }>('/api/v1/keys', token)).body.items;

  test('is made by an operator, opens its practice only, and ends when it is ended', async () => {
    const { id, token } = await made({ name: 'front desk', practice: 'harbor' });
    expect(await practicesOf(token)).toEqual(['harbor']);
    expect(await practicesOf((await made({ name: 'second operator' })).token)).toEqual(['harbor', 'riverside']);

    const end = () =>
      api.app.inject({ method: 'DELETE', url: `/api/v1/keys/${id}`, headers: { authorization: `Bearer ${operator}` } });
    expect((await end()).json()).toEqual({ revoked: true });
    expect((await end()).json()).toEqual({ revoked: false });
    expect(await api.get('/api/v1/facilities', token)).toMatchObject({ status: 401 });
    expect((await list(operator)).find((key) => key.id === id)?.revokedAt).not.toBeNull();
  });

  test('is listed without the token itself, to an operator all, to a practice its own', async () => {
    const { id, token } = await made({ name: 'desk', practice: 'harbor' });
    const own = await list(token);
    expect(own.find((key) => key.id === id)).toMatchObject({ name: 'desk', practice: 'harbor', revokedAt: null });
    expect(own.every(({ practice }) => practice === 'harbor')).toBe(true);
    const all = await list(operator);
    expect(new Set(all.map(({ practice }) => practice))).toEqual(new Set(['harbor', 'riverside', null]));
    expect(JSON.stringify(all)).not.toContain(token);
  });

  test('makes and ends none where it is a practice’s own, and is for a practice that is there', async () => {
    const own = await api.token('harbor');
    const [{ id } = { id: '' }] = await list(own);
    expect(await post(own, 'keys', { name: 'mine' })).toMatchObject({ status: 403 });
    const headers = { authorization: `Bearer ${own}` };
    const ended = await api.app.inject({ method: 'DELETE', url: `/api/v1/keys/${id}`, headers });
    expect(ended.statusCode).toBe(403);
    expect(await practicesOf(own)).toEqual(['harbor']);
    expect(await post(operator, 'keys', { name: 'lost', practice: 'nowhere' })).toMatchObject({ status: 404 });
    expect(await post(operator, 'keys', { name: ' ' })).toMatchObject({ status: 400 });
  });
});

test('a request that names JSON and sends none is taken as one without a body', async () => {
  const response = await api.app.inject({
    method: 'POST',
    url: '/api/v1/sync-runs?practice=riverside',
    headers: { authorization: `Bearer ${operator}`, 'content-type': 'application/json' },
  });
  expect(response.statusCode).toBe(202);
});
