import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Problem } from '../../../api/schemas/problem.ts';
import { createTemplateRenderer } from '../../../domain/templates/render.ts';
import { claimMessage } from '../../../operations/sending/claim-message.ts';
import { aPractice, makeDue, messagesOf, type APractice, type AVisit } from '../operations/a-practice.ts';
import { openApi, type OpenApi, type Send } from './open-api.ts';

let api: OpenApi;
let practice: APractice;
let visit: AVisit;
let spanish: AVisit;
let token: string;

beforeAll(async () => {
  api = await openApi({}, () => Date.now());
  practice = await aPractice(api.database);
  token = await api.token(practice.slug);
  visit = await practice.visit({ startsAt: Date.now() + 6 * 86_400_000 });
  spanish = await practice.visit({ startsAt: Date.now() + 6 * 86_400_000, language: 'es' });
});
afterAll(() => api.close());

interface Read {
  readonly version: number;
  readonly items: readonly { readonly key: string; readonly version: number; readonly body: string }[];
  readonly fields: Readonly<Record<string, string>>;
}
const read = async () => (await api.get<Read>('/api/v1/templates', token)).body;
const bodyOf = async (key: string) => (await read()).items.find((item) => item.key === key)?.body;

const send: Send = async (method, url, payload, version) =>
  api.send(token, method, url, payload, version ?? (await read()).version);
const follow = () => api.follow(practice.id);
const claim = async (of: AVisit) => {
  const messageId = await makeDue(api.database, of);
  await api.database.db.inPractice(practice.id, (tx) =>
    claimMessage(tx, { subjectIds: [of.id], messageId }, createTemplateRenderer()),
  );
  return messageId;
};

const english = 'appointment_reminder/standard/text/en';
const words = (said: string) => ({ body: `{{ practiceName }}: ${said} Y to confirm, N to decline. STOP to end.` });

test('words are tried with a visit, saved, sent, and shown with the message that bore them, whatever is saved after', async () => {
  const shipped = await bodyOf(english);
  const saved = { [english]: words('{{ firstName }}, come on {{ visitDate }}.') };
  const tried = await send('POST', `templates/preview?appointment=${visit.id}`, saved);
  expect(tried).toMatchObject({
    status: 200,
    body: {
      ...{ visits: 2, reword: 3, move: 0, appear: 0, withhold: 0 },
      templates: [
        {
          key: english,
          segments: { encoding: 'GSM-7', segments: 1, costliest: null },
          warnings: [expect.stringMatching(/^It has no {{ visits }}/)],
          forVisit: {
            body: expect.stringMatching(/^Harbor Clinic: Zebulina, come on \w+, \w+ \d+\. Y to confirm/) as string,
            subjectLine: null,
            segments: { segments: 1 },
          },
        },
      ],
    },
  });
  expect(tried.body).toMatchObject({
    examples: [{ text: expect.stringMatching(/get other words\.|gets other words\./) as string }, {}, {}],
  });
  expect(await bodyOf(english)).toBe(shipped);

  expect(await send('PATCH', 'templates', saved)).toMatchObject({
    status: 200,
    body: { before: { [english]: { body: shipped } }, replans: false, templates: [{ key: english }] },
  });
  const messageId = await claim(visit);
  const shown = () => api.get(`/api/v1/messages/${messageId}`, token);
  const sent = await shown();
  expect(sent.body).toMatchObject({
    body: expect.stringMatching(/^Harbor Clinic: Zebulina, come on /) as string,
    template: { key: english, version: 2 },
  });
  await send('PATCH', 'templates', { [english]: words('Other words.') });
  expect((await shown()).body).toEqual(sent.body);
});

test('words in a language more move those who speak it from the practice’s; withdrawn, they come back, and none at all withholds', async () => {
  const vietnamese = 'appointment_reminder/standard/text/vi';
  const speaker = await practice.visit({ startsAt: Date.now() + 6 * 86_400_000, language: 'vi' });
  const languages = async (of: AVisit) =>
    (
      await api.database.sql<{ language: string; reason: string | null }[]>`
      SELECT DISTINCT language, reason FROM messages WHERE subject_id = ${of.id} AND state IN ('not_sent', 'withheld')`
    ).map(({ language, reason }) => reason ?? language);
  expect(await languages(speaker)).toEqual(['en']);
  const added = { [vietnamese]: words('Ngày khám: {{ visitDate }}.') };
  expect(await send('POST', 'templates/preview', added)).toMatchObject({ body: { reword: 3 } });
  expect(await send('PATCH', 'templates', added)).toMatchObject({ body: { replans: true } });
  await follow();
  expect(await languages(speaker)).toEqual(['vi']);

  await send('PATCH', 'templates', { [vietnamese]: null });
  await follow();
  expect(await languages(speaker)).toEqual(['en']);
  expect((await read()).items.map(({ key }) => key)).not.toContain(vietnamese);

  const kept = await bodyOf(english);
  const none = { [english]: null, 'appointment_reminder/standard/text/es': null };
  expect(await send('POST', 'templates/preview', none)).toMatchObject({
    body: { examples: expect.arrayContaining([expect.objectContaining({ reason: 'no_template' })]) as unknown },
  });
  const { body } = await send<{ changeId: string }>('PATCH', 'templates', none);
  await follow();
  expect([await languages(speaker), await languages(spanish)]).toEqual([['no_template'], ['no_template']]);

  await send('POST', `setting-changes/${body.changeId}/take-back`, {});
  await follow();
  expect(await bodyOf(english)).toBe(kept);
  expect([await languages(speaker), await languages(spanish)]).toEqual([['en'], ['es']]);
});

test('a second person is told what the first one saved', async () => {
  const { version } = await read();
  await send('PATCH', 'templates', { [english]: words('First.') }, version);
  const second = { [english]: words('Second.') };
  expect(await send<Problem>('PATCH', 'templates', second, version)).toMatchObject({
    status: 409,
    body: {
      differences: [
        {
          key: english,
          theirs: { ...words('First.'), subjectLine: null },
          yours: { ...words('Second.'), subjectLine: null },
        },
      ],
    },
  });
  // Of other words each may save.
  const others = { 'appointment_reminder/standard/text/es': words('Segunda.') };
  expect(await send('PATCH', 'templates', others, version)).toMatchObject({ status: 200 });
  expect(
    await api.get(`/api/v1/setting-changes?area=templates&key=${encodeURIComponent(english)}`, token),
  ).toMatchObject({
    body: {
      items: expect.arrayContaining([
        expect.objectContaining({ after: { [english]: { ...words('First.'), subjectLine: null } } }),
      ]) as unknown,
    },
  });
});

describe('refused, with the part and what to do', () => {
  test.each([
    [english, { body: '{{ lastName }}' }, 'body', /names what is no field: lastName. Use firstName/],
    [english, words('{% for i in (1..9) %}x{% endfor %}'), 'body', /tag "for" not found/],
    [english, words('x'.repeat(700)), 'body', /segments.*text_segments_most allows 4: shorten it/],
    ['appointment_reminder/standard/email/en', { body: 'x' }, 'subjectLine', /needs a subject/],
  ])('%s %#', async (key, value, part, message) => {
    for (const [method, url] of [
      ['POST', 'templates/preview'],
      ['PATCH', 'templates'],
    ] as const) {
      expect(await send<Problem>(method, url, { [key]: value })).toMatchObject({
        status: 400,
        body: { errors: [{ path: `body.${key}.${part}`, message: expect.stringMatching(message) as string }] },
      });
    }
  });

  test('a kind that is none, and a visit that is none', async () => {
    expect(await send<Problem>('PATCH', 'templates', { 'small_talk/standard/text/en': words('x') })).toMatchObject({
      status: 400,
      body: { errors: [{ message: expect.stringMatching(/^Its kind is none/) as string }] },
    });
    const nobody = '00000000-0000-7000-8000-000000000000';
    expect(await send('POST', `templates/preview?appointment=${nobody}`, { [english]: words('x') })).toMatchObject({
      status: 404,
    });
  });
});

test('what templates may name is told with them', async () => {
  expect((await read()).fields).toHaveProperty('visitDate', 'The day of the visit: Tuesday, December 1');
  expect(await messagesOf(api.database, visit)).not.toEqual([]);
});
