import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Problem } from '../../../api/schemas/problem.ts';
import { aPractice, messagesOf, type APractice, type AVisit } from '../operations/a-practice.ts';
import { openApi, type OpenApi, type Send } from './open-api.ts';

let api: OpenApi;
let practice: APractice;
let visit: AVisit;
let token: string;

beforeAll(async () => {
  api = await openApi({}, () => Date.now());
  practice = await aPractice(api.database);
  token = await api.token(practice.slug);
  visit = await practice.visit({ startsAt: Date.now() + 6 * 86_400_000 });
});
afterAll(() => api.close());

interface ReadSteps {
  readonly version: number;
  readonly items: readonly { readonly key: string; readonly offset: string | null; readonly from: string }[];
}
const read = async (query = '') => (await api.get<ReadSteps>(`/api/v1/steps${query}`, token)).body;

const send: Send = (...given) => api.send(token, ...given);
const follow = () => api.follow(practice.id);
const waiting = async () =>
  (await messagesOf(api.database, visit)).filter(({ state }) => state === 'not_sent').map(({ slot }) => slot);

const aStep = { channel: 'text', offset: '-P2D', condition: 'unanswered', backups: [] };

test('a step is tried, added, moved and removed, and the plan follows each time', async () => {
  const added = { 'appointment_reminder/two-days': aStep };
  expect(await send('POST', 'steps/preview', added, 0)).toMatchObject({ body: { visits: 1, appear: 1, move: 0 } });
  expect(await send('PATCH', 'steps', added, 0)).toMatchObject({
    status: 200,
    body: { version: 1, before: { 'appointment_reminder/two-days': null }, replans: true },
  });
  await follow();
  expect(await waiting()).toEqual(['three-days', 'two-days', 'one-day', 'three-hours']);

  const moved = { 'appointment_reminder/two-days': { ...aStep, offset: '-P4D' } };
  expect(await send('POST', 'steps/preview', moved, 1)).toMatchObject({ body: { appear: 0, move: 1 } });
  const removed = { 'appointment_reminder/two-days': null };
  expect(await send('POST', 'steps/preview', removed, 1)).toMatchObject({
    body: { withhold: 1, examples: [{ reason: 'settings_changed' }] },
  });
  await send('PATCH', 'steps', removed, 1);
  await follow();
  expect(await waiting()).toEqual(['three-days', 'one-day', 'three-hours']);
  expect((await read()).items.map(({ key }) => key)).not.toContain('appointment_reminder/two-days');
});

test('a facility takes a step of its practice away, and follows it again', async () => {
  const { version } = await read();
  const away = { 'appointment_reminder/three-days': { ...aStep, offset: null } };
  expect(await send('PATCH', 'steps?facility=main', away, version)).toMatchObject({ status: 200 });
  await follow();
  expect(await waiting()).toEqual(['one-day', 'three-hours']);
  expect((await read('?facility=main')).items).toContainEqual(
    expect.objectContaining({ key: 'appointment_reminder/three-days', offset: null, from: 'facility' }),
  );
  expect((await read()).items.every(({ from }) => from === 'practice')).toBe(true);
  await send('PATCH', 'steps?facility=main', { 'appointment_reminder/three-days': null }, version + 1);
  await follow();
  expect(await waiting()).toEqual(['three-days', 'one-day', 'three-hours']);
});

describe('a step that cannot be is refused with what to do', () => {
  test.each([
    ['goes after the visit', { offset: 'P1D' }, /^A reminder goes before the visit: write -P3D/],
    ['goes at the visit', { offset: 'PT0H' }, /^A reminder goes before the visit/],
    ['goes years before', { offset: '-P3Y' }, /^It must be 365 days before the visit at most/],
    ['is not understood', { offset: 'soon' }, /^The offset is not understood: write -P3D/],
    ['is taken away everywhere', { offset: null }, /^Its offset may be null at a facility, provider or type only/],
    ['backs itself up', { backups: ['text'] }, /^Its backups must be other channels/],
  ])('%s', async (_name, given, message) => {
    const { version } = await read();
    const body = { 'appointment_reminder/wrong': { ...aStep, ...given } };
    expect(await send<Problem>('PATCH', 'steps', body, version)).toMatchObject({
      status: 400,
      body: {
        errors: [{ path: 'body.appointment_reminder/wrong', message: expect.stringMatching(message) as string }],
      },
    });
    expect((await read()).version).toBe(version);
  });

  test('of a kind that is none', async () => {
    expect(await send<Problem>('PATCH', 'steps', { 'small_talk/one-day': aStep }, 0)).toMatchObject({ status: 400 });
  });
});
