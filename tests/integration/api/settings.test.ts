import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ChangePreview } from '../../../api/schemas/change-preview.ts';
import type { Problem } from '../../../api/schemas/problem.ts';
import type { SettingChange } from '../../../api/schemas/setting-change.ts';
import type { Settings } from '../../../api/schemas/settings.ts';
import type { ListPage } from '../../../api/staff/list-page.ts';
import { Fault } from '../../../domain/fault.ts';
import { aPractice, type APractice } from '../operations/a-practice.ts';
import { anEngine, openApi, type OpenApi, type Send } from './open-api.ts';

const day = 86_400_000;
const asked: string[] = [];
let engineIsOut = false;
let api: OpenApi;
let practice: APractice;
let token: string;

beforeAll(async () => {
  const engine = anEngine({
    startReplan(practiceId) {
      asked.push(practiceId);
      return engineIsOut ? Promise.reject(new Fault('engine_unavailable', 'Out.')) : Promise.resolve();
    },
  });
  api = await openApi({ engine }, () => Date.now());
  practice = await aPractice(api.database);
  token = await api.token(practice.slug);
});
afterAll(() => api.close());

const send: Send = (...given) => api.send(token, ...given);
const read = async (query = '') => (await api.get<Settings>(`/api/v1/settings${query}`, token)).body;

test('through the API alone: read, tried, saved, followed, and taken back', async () => {
  await practice.visit({ startsAt: Date.now() + 4 * day });
  const begin = await read();
  expect(begin).toMatchObject({ version: 0, facilityId: null });
  expect(begin.settings.text_from).toEqual({ value: '08:00', from: 'practice', default: '09:00' });
  expect(begin.settings.cap_per_phone_day).toEqual({ value: null, from: 'practice', default: null });

  const preview = await send<ChangePreview>('POST', 'settings/preview', { text_from: '15:00' });
  expect(preview).toMatchObject({ status: 200, body: { visits: 1, appear: 0, move: 3, withhold: 0 } });
  expect(preview.body.examples[0]?.text).toMatch(
    /^1 Appointment Reminder message by text moves from [A-Z][a-z]{2} \d+ \d+:\d\d to [A-Z][a-z]{2} \d+ \d+:\d\d\.$/,
  );
  expect(await read()).toEqual(begin);

  const saved = await send<{ changeId: string }>('PATCH', 'settings', { text_from: '15:00' }, begin.version);
  expect(saved).toMatchObject({
    status: 200,
    body: { version: 1, before: { text_from: '08:00' }, after: { text_from: '15:00' }, replans: true },
  });
  expect(asked).toEqual([practice.id]);
  const { changeId } = saved.body;
  const change = async () => (await api.get<SettingChange>(`/api/v1/setting-changes/${changeId}`, token)).body;
  expect(await change()).toMatchObject({
    changedBy: { name: 'test' },
    replan: { state: 'waiting', visits: 0, planned: 0 },
  });
  await api.follow(practice.id);
  expect(await change()).toMatchObject({ replan: { state: 'done', visits: 1, planned: 1, changed: 1 } });

  expect(await send('POST', `setting-changes/${changeId}/take-back/preview`)).toMatchObject({
    status: 200,
    body: { before: { text_from: '15:00' }, after: { text_from: '08:00' }, visits: 1, move: 3 },
  });
  expect((await read()).settings.text_from.value).toBe('15:00');
  const back = await send('POST', `setting-changes/${changeId}/take-back`);
  expect(back).toMatchObject({ status: 200, body: { version: 2, after: { text_from: '08:00' } } });
  const list = await api.get<ListPage<SettingChange>>('/api/v1/setting-changes?key=text_from', token);
  expect(list.body.items.map(({ version, takesBack }) => [version, takesBack])).toEqual([
    [2, changeId],
    [1, null],
  ]);
  expect((await api.get<ListPage<unknown>>('/api/v1/setting-changes?key=text_to', token)).body.items).toEqual([]);
});

test('two people: the second is told of both values and saves nothing', async () => {
  const { version } = await read();
  await send('PATCH', 'settings', { email_from: '09:00' }, version);
  const second = await send<Problem>('PATCH', 'settings', { email_from: '10:00' }, version);
  expect(second).toMatchObject({
    status: 409,
    body: {
      code: 'conflict',
      differences: [{ key: 'email_from', was: '08:00', theirs: '09:00', yours: '10:00', changedBy: 'test' }],
    },
  });
  expect((await read()).settings.email_from.value).toBe('09:00');
});

test('what somebody changed again is not taken back: whoever tries is told of both values', async () => {
  const { version } = await read();
  const first = await send<{ changeId: string }>('PATCH', 'settings', { voice_tries: 4, voice_to: '19:00' }, version);
  await send('PATCH', 'settings', { voice_to: '20:00' }, version + 1);
  for (const path of ['take-back/preview', 'take-back']) {
    expect(await send<Problem>('POST', `setting-changes/${first.body.changeId}/${path}`)).toMatchObject({
      status: 409,
      body: { differences: [{ key: 'voice_to', theirs: '20:00', yours: '18:00', changedBy: 'test' }] },
    });
  }
  expect((await read()).settings.voice_tries.value).toBe(4);
});

test('a facility’s own stands beside what it takes from its practice', async () => {
  const { version } = await read('?facility=main');
  await send('PATCH', 'settings?facility=main', { text_to: '20:00' }, version);
  const { settings, facilityId } = await read('?facility=main');
  expect(facilityId).not.toBeNull();
  expect(settings.text_to).toEqual({ value: '20:00', from: 'facility', default: '18:00' });
  expect(settings.text_from.from).toBe('practice');
  expect((await read()).settings.text_to.value).toBe('21:00');
  expect((await api.get('/api/v1/settings?facility=elsewhere', token)).status).toBe(404);
});

test('weekdays with hours of their own: tried, saved, kept as they were written, and a facility’s in place of its practice’s', async () => {
  const { version } = await read();
  const weekdays = { 6: ['10:00', '12:00'], 7: null };
  const preview = await send<ChangePreview>('POST', 'settings/preview', {
    text_weekdays: everyDay(['13:00', '13:30']),
  });
  expect(preview.body.move).toBeGreaterThan(0);
  expect(await send('PATCH', 'settings', { text_weekdays: weekdays }, version)).toMatchObject({
    status: 200,
    body: { before: { text_weekdays: {} }, after: { text_weekdays: weekdays }, replans: true },
  });
  expect((await read()).settings.text_weekdays).toEqual({ value: weekdays, from: 'practice', default: {} });
  // The same once more is no change.
  expect(await send('PATCH', 'settings', { text_weekdays: weekdays }, version + 1)).toMatchObject({
    body: { changeId: null },
  });
  await send('PATCH', 'settings?facility=main', { text_weekdays: {} }, version + 1);
  expect((await read('?facility=main')).settings.text_weekdays).toMatchObject({ value: {}, from: 'facility' });
  await send('PATCH', 'settings?facility=main', { text_weekdays: null }, version + 2);
  expect((await read('?facility=main')).settings.text_weekdays).toMatchObject({ value: weekdays, from: 'practice' });
});

function everyDay<T>(times: T): Record<string, T> {
  return Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((weekday) => [weekday, times]));
}

test('a change that the engine does not hear of is saved, and waits', async () => {
  engineIsOut = true;
  const saved = await send('PATCH', 'settings', { text_from: '11:00' }, (await read()).version);
  engineIsOut = false;
  expect(saved).toMatchObject({ status: 200, body: { replans: true } });
});

test('closures: tried, added, listed with the version, and removed', async () => {
  await api.follow(practice.id);
  const day = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10);
  const holiday = { type: 'holiday', name: 'Founders Day', from: day, to: day };
  const list = async () =>
    (await api.get<{ version: number; items: { id: string; name: string }[] }>('/api/v1/closures', token)).body;
  expect(await send('POST', 'closures/preview', { add: [holiday] })).toMatchObject({
    status: 200,
    body: { move: 0, withhold: 0 },
  });
  expect((await list()).items).toEqual([]);
  const { version } = await list();
  expect(await send('PATCH', 'closures', { add: [holiday] }, version)).toMatchObject({ status: 200 });
  const added = await list();
  expect(added).toMatchObject({ version: version + 1, items: [{ ...holiday, facilityId: null }] });

  expect(await send<Problem>('PATCH', 'closures?facility=main', { add: [holiday] }, added.version)).toMatchObject({
    status: 400,
    body: { errors: [{ path: 'body.add.0' }] },
  });
  const remove = [added.items[0]!.id];
  expect(await send('PATCH', 'closures', { remove }, added.version)).toMatchObject({ status: 200 });
  expect((await list()).items).toEqual([]);
});

describe('what cannot be is refused, with every place and what to do', () => {
  test.each([
    [
      { text_form: '10:00' },
      { path: 'body.text_form', message: expect.stringMatching(/^Unknown\. Known here: begin/) as string },
    ],
    [
      { text_from: '9' },
      {
        path: 'body.text_from',
        message: 'Must be a time of day, such as "09:00"; null at a narrower level: as the next wider one.',
      },
    ],
    [{ email_from: '21:00' }, { path: 'body.email_to', message: 'email_to must be later than email_from.' }],
    [
      { text_weekdays: { 6: ['12:00', '10:00'] } },
      {
        path: 'body.text_weekdays',
        message: 'text_weekdays of the weekday 6 must end later than it begins; null where nothing is to go that day.',
      },
    ],
    [
      { voice_weekdays: { 6: ['07:00', '10:00'] } },
      {
        path: 'body.voice_weekdays',
        message:
          'voice_weekdays of the weekday 6 must lie between 08:00 and 21:00: the law allows no automated call outside them.',
      },
    ],
    [
      { email_weekdays: { 6: null, 7: null }, open_days: [6, 7] },
      {
        path: 'body.email_weekdays',
        message: 'email_weekdays leaves no open day on which emails go: leave one, or set email_mode to "off".',
      },
    ],
    [
      { text_weekdays: { 8: null } },
      {
        path: 'body.text_weekdays.8',
        message: expect.stringMatching(
          /^Must be weekdays by number, Monday = 1, each with its first and last/,
        ) as string,
      },
    ],
  ])('%j', async (body, error) => {
    const { version } = await read();
    expect(await send<Problem>('PATCH', 'settings', body, version)).toMatchObject({
      status: 400,
      body: { code: 'bad_input', errors: [error] },
    });
    expect(await send<Problem>('POST', 'settings/preview', body)).toMatchObject({
      status: 400,
      body: { errors: [error] },
    });
  });

  test('a change without the version that was read', async () => {
    expect(await send<Problem>('PATCH', 'settings', { text_from: '10:00' })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'headers.if-match', message: 'Is missing: add it.' }] },
    });
  });

  test('taking back what is no change', async () => {
    const id = '0199a000-0000-7000-8000-000000000000';
    expect((await send('POST', `setting-changes/${id}/take-back`)).status).toBe(404);
  });
});
