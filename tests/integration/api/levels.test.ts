import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ChangePreview } from '../../../api/schemas/change-preview.ts';
import type { Problem } from '../../../api/schemas/problem.ts';
import type { Settings } from '../../../api/schemas/settings.ts';
import { comparePlans } from '../../../operations/planning/compare-plans.ts';
import { aPractice, messagesOf, pmsChanges, type APractice, type AVisit } from '../operations/a-practice.ts';
import { openApi, type OpenApi, type Send } from './open-api.ts';

const day = 86_400_000;
let api: OpenApi;
let practice: APractice;
let token: string;
/** One with Dr. P for a cleaning, one with Dr. P for another thing, one with another doctor for a cleaning. */
let both: AVisit, ofProvider: AVisit, ofType: AVisit;

beforeAll(async () => {
  api = await openApi({}, () => Date.now());
});
afterAll(() => api.close());
beforeEach(async () => {
  practice = await aPractice(api.database);
  token = await api.token(practice.slug);
  [both, ofProvider, ofType] = [await aVisit('P', 'CLEAN'), await aVisit('P', 'EXAM'), await aVisit('Q', 'CLEAN')];
});

async function aVisit(provider_id: string, type_id: string): Promise<AVisit> {
  const visit = await practice.visit({ startsAt: Date.now() + 6 * day });
  await pmsChanges(api.database, practice, visit, { provider_id, type_id });
  return visit;
}

const send: Send = async (method, url, payload) => {
  const { version } = (await api.get<{ version: number }>('/api/v1/settings', token)).body;
  return api.send(token, method, url, payload, version);
};
async function save(url: string, payload: object) {
  const saved = await send<{ changeId: string }>('PATCH', url, payload);
  expect(saved.status).toBe(200);
  await api.follow(practice.id);
  return saved.body.changeId;
}
/** How many days before the visit its step of a day before goes; null where nothing goes. */
async function daysBefore(visit: AVisit): Promise<number | null> {
  const message = (await messagesOf(api.database, visit)).find(({ slot }) => slot === 'one-day');
  if (message?.state !== 'not_sent') return null;
  return Math.round((message.occurrence.getTime() - message.sendAt.getTime()) / day);
}
const allDaysBefore = async () => [await daysBefore(both), await daysBefore(ofProvider), await daysBefore(ofType)];

const key = 'appointment_reminder/one-day';
const aWholeStep = { channel: 'text', offset: '-P2D', condition: 'unanswered', backups: [] };

interface ReadSteps {
  readonly providerId: string | null;
  readonly items: readonly {
    readonly key: string;
    readonly from: string;
    readonly offset: string | null;
    readonly sources: Readonly<Record<string, { readonly level: string; readonly typeId: string | null }>>;
  }[];
}
const readStep = async (query: string) =>
  (await api.get<ReadSteps>(`/api/v1/steps?${query}`, token)).body.items.find((item) => item.key === key)!;

test('of a step a provider and a type may have some parts of their own; the type’s goes first, and each part says whose it is', async () => {
  expect(await allDaysBefore()).toEqual([1, 1, 1]);
  const changed = { [key]: { offset: '-P2D' } };
  expect(await send<ChangePreview>('POST', 'steps/preview?provider=P', changed)).toMatchObject({ body: { move: 2 } });
  await save('steps?provider=P', changed);
  expect(await allDaysBefore()).toEqual([2, 2, 1]);
  const changeId = await save('steps?type=CLEAN', { [key]: { offset: '-P4D' } });
  expect(await allDaysBefore()).toEqual([4, 2, 4]);

  expect(await readStep('provider=P&type=CLEAN&facility=main')).toMatchObject({
    offset: '-P4D',
    from: 'type',
    sources: { offset: { level: 'type', typeId: 'CLEAN' }, channel: { level: 'practice', typeId: null } },
  });
  expect(await readStep('provider=P')).toMatchObject({ offset: '-P2D', from: 'provider' });
  expect(await readStep('')).toMatchObject({ offset: '-P1D', from: 'practice' });

  // Where both meet goes before each, and a change at one level is taken back there alone.
  await save('steps?provider=P&type=CLEAN', { [key]: { offset: null } });
  expect(await allDaysBefore()).toEqual([null, 2, 4]);
  const back = await api.app.inject({
    method: 'POST',
    url: `/api/v1/setting-changes/${changeId}/take-back`,
    headers: { authorization: `Bearer ${token}` },
  });
  expect(back.json()).toMatchObject({ after: { [key]: null } });
  await api.follow(practice.id);
  expect(await allDaysBefore()).toEqual([null, 2, 1]);
  const changes = await api.get<{ items: object[] }>('/api/v1/setting-changes?type=CLEAN&provider=P', token);
  expect(changes.body.items).toMatchObject([{ facilityId: null, providerId: 'P', typeId: 'CLEAN' }]);
});

test('a setting of a provider or a type holds for its visits alone, in the plan and in what is shown', async () => {
  await save('settings?type=CLEAN', { text_mode: 'off' });
  expect(await allDaysBefore()).toEqual([null, 1, null]);
  expect((await messagesOf(api.database, both)).map(({ reason }) => reason)).toEqual(Array(3).fill('channel_off'));
  const read = async (query: string) => (await api.get<Settings>(`/api/v1/settings?${query}`, token)).body.settings;
  expect((await read('type=CLEAN&provider=Q')).text_mode).toMatchObject({ value: 'off', from: 'type' });
  expect((await read('provider=Q')).text_mode).toMatchObject({ value: 'on', from: 'practice' });
  await save('settings?type=CLEAN&provider=Q', { text_mode: 'on' });
  expect(await allDaysBefore()).toEqual([null, 1, 1]);
  await save('settings?type=CLEAN', { text_mode: null });
  expect(await allDaysBefore()).toEqual([1, 1, 1]);
});

describe('what cannot be is refused with what to do', () => {
  test.each([
    ['steps?type=CLEAN', { 'appointment_reminder/new': { offset: '-P2D' } }, /^No wider place has this step: give it/],
    ['steps', { [key]: { offset: '-P2D' } }, /^Its channel is missing/],
    ['steps?type=CLEAN', { [key]: {} }, /./],
    ['steps?provider=P', { [key]: { offset: 'P2D' } }, /^A reminder goes before the visit/],
    ['settings?provider=P', { text_from: '10:00' }, /^Is of a place, not of providers or types/],
    ['settings?provider=P', { cap_per_day: 2 }, /^Is of the whole practice/],
    ['settings?provider=P', { minimum_lead: 'PT100H' }, /must be a span .* to PT72H/],
  ])('%s %j', async (url, payload, message) => {
    const { status, body } = await send<Problem>('PATCH', url, payload);
    expect(status).toBe(400);
    expect(body.errors?.[0]?.message).toMatch(message);
  });

  test('a step whose parts others follow is not removed, nor given a channel that one of them has as backup', async () => {
    await save('steps?type=CLEAN', { [key]: { backups: ['email'] } });
    const removed = await send<Problem>('PATCH', 'steps', { [key]: null });
    expect(removed.body.errors?.[0]?.message).toMatch(/^At a type that has parts of this step of its own: No wider/);
    const byEmail = await send<Problem>('PATCH', 'steps', { [key]: { ...aWholeStep, channel: 'email' } });
    expect(byEmail.body.errors?.[0]?.message).toMatch(/^At a type .*: Its backups must be other channels/);
  });
});

test('plans of many providers and types are made in as many statements as those of one', async () => {
  await save('steps?provider=P', { [key]: { offset: '-P2D' } });
  const others: AVisit[] = [];
  for (let made = 0; made < 12; made += 1) others.push(await aVisit(`P${String(made)}`, `T${String(made)}`));
  for (const { id } of others) {
    const [{ provider, type }] = await api.database.sql<[{ provider: string; type: string }]>`
      SELECT provider_id AS provider, type_id AS type FROM appointments WHERE id = ${id}`;
    await save(`steps?provider=${provider}`, { [key]: { offset: '-P3D' } });
    await save(`settings?type=${type}`, { early_confirm_days: 7 });
  }
  const statements = (visits: readonly AVisit[]): Promise<number> =>
    api.database.db.inPractice(practice.id, async (tx) => {
      let count = 0;
      const sql = new Proxy(tx.sql, {
        apply(target, self, given: unknown[]) {
          count += 1;
          return Reflect.apply(target, self, given) as unknown;
        },
      });
      await comparePlans(
        { ...tx, sql },
        visits.map(({ id }) => id),
        'to change',
      );
      return count;
    });
  expect(await statements(others)).toBe(await statements([both]));
}, 30_000);
