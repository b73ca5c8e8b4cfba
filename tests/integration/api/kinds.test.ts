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

interface ReadKinds {
  readonly version: number;
  readonly items: readonly { readonly kind: string; readonly name: string; readonly on: boolean }[];
}
const read = async () => (await api.get<ReadKinds>('/api/v1/kinds', token)).body;

const send: Send = async (method, url, payload) => api.send(token, method, url, payload, (await read()).version);
const follow = () => api.follow(practice.id);
const waiting = async () =>
  (await messagesOf(api.database, visit)).filter(({ state }) => state === 'not_sent').map(({ slot }) => slot);

const campaign = {
  on: true,
  name: 'Flu Campaign',
  startsFrom: 'before_visit',
  answers: 'none',
  endedBy: 'decline',
  text: 'words',
  capped: true,
};
const aStep = { channel: 'text', offset: '-P2D', condition: 'always', backups: [] };

test('the kinds that ship bear the names that staff know, and Missed Appointment is off', async () => {
  const { items } = await read();
  expect(items.filter(({ on }) => on).map(({ name }) => name)).toEqual([
    'Appointment Reminder',
    'Pre Appointment',
    'After Appointment',
    'Recall',
    'Product Pick Up',
    'Appt Delay / Move Up',
    'Appt Cancellation',
    'Move Notice',
    'Cancellation Notice',
    'Quick Message',
    'Inbox Reply',
    'Acknowledgement',
  ]);
  expect(items.filter(({ on }) => !on).map(({ name }) => name)).toEqual(['Missed Appointment']);
});

test('a kind that ships is switched off and on, and the plan follows; a taken-back change is as before', async () => {
  const off = { appointment_reminder: { on: false } };
  expect(await send('POST', 'kinds/preview', off)).toMatchObject({
    body: {
      withhold: 3,
      examples: [{ text: expect.stringContaining('Appointment Reminder message by text of') }, {}, {}],
    },
  });
  const saved = await send<{ changeId: string }>('PATCH', 'kinds', off);
  expect(saved).toMatchObject({ status: 200, body: { before: { appointment_reminder: null }, replans: true } });
  await follow();
  expect(await waiting()).toEqual([]);
  await send('POST', `setting-changes/${saved.body.changeId}/take-back`, {});
  await follow();
  expect(await waiting()).toEqual(['three-days', 'one-day', 'three-hours']);
});

test('a kind of the practice’s own is added, gets its steps, is renamed and removed', async () => {
  await send('PATCH', 'kinds', { flu_campaign: campaign });
  expect((await read()).items.at(-1)).toMatchObject({
    ...{ kind: 'flu_campaign', name: 'Flu Campaign', ships: false, automatic: true, fromClosedDay: 'after' },
    report: 'visits',
  });
  expect(await send('POST', 'steps/preview', { 'flu_campaign/news': aStep })).toMatchObject({
    status: 200,
    body: { visits: 1 },
  });
  await send('PATCH', 'steps', { 'flu_campaign/news': aStep });
  expect(await send<Problem>('PATCH', 'kinds', { flu_campaign: null })).toMatchObject({
    status: 400,
    body: { errors: [{ path: 'body.flu_campaign', message: 'Has steps: remove these first.' }] },
  });
  expect(
    await send<Problem>('PATCH', 'kinds', {
      flu_campaign: { ...campaign, startsFrom: 'after_visit', endedBy: 'nothing' },
    }),
  ).toMatchObject({
    status: 400,
    body: {
      errors: [{ message: expect.stringMatching(/^Its step "news" would not fit: Its kind goes after the visit/) }],
    },
  });
  await send('PATCH', 'kinds', { flu_campaign: { ...campaign, name: 'Flu Shots' } });
  expect((await read()).items.at(-1)).toMatchObject({ kind: 'flu_campaign', name: 'Flu Shots' });
  await send('PATCH', 'steps', { 'flu_campaign/news': null });
  expect(await send('PATCH', 'kinds', { flu_campaign: null })).toMatchObject({
    status: 200,
    body: { after: { flu_campaign: null } },
  });
  expect((await read()).items.map(({ kind }) => kind)).not.toContain('flu_campaign');
});

describe('a kind that cannot be is refused with what to do', () => {
  test.each([
    ['renames one that ships', { recall: { ...campaign } }, /^Ships with Kept: of it only `on`/],
    ['goes by itself and is not capped', { news: { ...campaign, capped: false } }, /^What goes by itself counts/],
    ['is ended after the visit', { news: { ...campaign, startsFrom: 'after_visit' } }, /^After a visit its answer/],
    [
      'asks for a Confirm after the visit',
      { news: { ...campaign, startsFrom: 'after_no_show', endedBy: 'nothing', answers: 'expected' } },
      /^Only a visit that is to come can be confirmed/,
    ],
  ])('%s', async (_name, given, message) => {
    const { version } = await read();
    expect(await send<Problem>('PATCH', 'kinds', given)).toMatchObject({
      status: 400,
      body: { errors: [{ message: expect.stringMatching(message) as string }] },
    });
    expect((await read()).version).toBe(version);
  });

  test.each([
    ['a reminder after the visit', 'appointment_reminder', 'P1D', /^A reminder goes before the visit/],
    ['a survey before the visit', 'after_appointment', '-P1D', /^Its kind goes after the visit/],
    ['a step of what staff send', 'appt_delay', 'P1D', /^Its kind goes when it is sent/],
  ])('%s', async (_name, kind, offset, message) => {
    expect(await send<Problem>('PATCH', 'steps', { [`${kind}/wrong`]: { ...aStep, offset } })).toMatchObject({
      status: 400,
      body: { errors: [{ message: expect.stringMatching(message) as string }] },
    });
  });
});
