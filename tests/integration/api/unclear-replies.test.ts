import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ChangePreview } from '../../../api/schemas/change-preview.ts';
import type { Problem } from '../../../api/schemas/problem.ts';
import { aConversation, type AConversation } from '../operations/a-conversation.ts';
import { aPractice, type APractice } from '../operations/a-practice.ts';
import { openApi, type OpenApi, type Send } from './open-api.ts';

let api: OpenApi;
let practice: APractice;
let talk: AConversation;
let token: string;

beforeAll(async () => {
  api = await openApi({}, () => Date.now());
  practice = await aPractice(api.database);
  talk = aConversation(api.database, practice);
  token = await api.token(practice.slug);
});
afterAll(() => api.close());

const send: Send = async (method, url, payload, version) =>
  api.send(
    token,
    method,
    url,
    payload,
    version ?? (await api.get<{ version: number }>('/api/v1/templates', token)).body.version,
  );
const answerTo = async (phone: { readonly phone: string }) => {
  await talk.reply(phone, 'What is this?');
  return (await talk.writtenBack(phone)).map(({ body }) => body);
};
const ofReminders = 'appointment_reminder/unclear-reply/text';
const ofAll = 'acknowledgement/unclear-reply/text';

test('what is said to an unclear reply is the practice’s: by kind and language, else for all, else what ships', async () => {
  const saved = {
    [`${ofReminders}/en`]: {
      body: '{{ practiceName }} {{ practicePhone }}: about your visit, call us. Emergency: call 911.',
    },
    [`${ofReminders}/es`]: { body: '{{ practiceName }}: de su cita, llame al {{ practicePhone }}. Emergencia: 911.' },
    [`${ofAll}/en`]: { body: '{{ practiceName }}: we will call you. Emergency: call 911.' },
  };
  const preview = await send<ChangePreview>('POST', 'templates/preview', saved);
  expect(preview).toMatchObject({ status: 200, body: { visits: null, reword: 0, appear: 0 } });
  expect(await send('PATCH', 'templates', saved)).toMatchObject({ status: 200, body: { replans: false } });

  const [english, spanish] = [await practice.visit(), await practice.visit({ language: 'es' })];
  await talk.asked(english);
  await talk.asked(spanish);
  await api.database.sql`UPDATE messages SET language = 'es' WHERE subject_id = ${spanish.id}`;
  expect(await answerTo(english)).toEqual([
    'Harbor Clinic (757) 555-0100: about your visit, call us. Emergency: call 911.',
  ]);
  expect(await answerTo(spanish)).toEqual(['Harbor Clinic: de su cita, llame al (757) 555-0100. Emergencia: 911.']);
  expect(await answerTo({ phone: '+12125550181' })).toEqual(['Harbor Clinic: we will call you. Emergency: call 911.']);
});

test('what went to the phone last tells the kind, where nothing was asked', async () => {
  const visit = await practice.visit();
  await talk.asked(visit);
  await api.database
    .sql`UPDATE messages SET kind = 'product_pick_up' WHERE subject_id = ${visit.id} AND state = 'sent'`;
  const key = 'product_pick_up/unclear-reply/text/en';
  await send('PATCH', 'templates', { [key]: { body: '{{ practiceName }}: your order waits. Emergency: call 911.' } });
  await api.database.sql`
    UPDATE messages SET answerable_until = now() - interval '1 day', send_at = now() - interval '1 hour'
    WHERE subject_id = ${visit.id} AND state = 'sent'`;
  expect(await answerTo(visit)).toEqual(['Harbor Clinic: your order waits. Emergency: call 911.']);
});

test('withdrawn, the wider words hold again, and a taken-back change brings them back', async () => {
  const removed = await send<{ changeId: string }>('PATCH', 'templates', { [`${ofReminders}/en`]: null });
  const visit = await practice.visit();
  await talk.asked(visit);
  expect(await answerTo(visit)).toEqual(['Harbor Clinic: we will call you. Emergency: call 911.']);
  await send('POST', `setting-changes/${removed.body.changeId}/take-back`);
  const other = await practice.visit();
  await talk.asked(other);
  expect((await answerTo(other))[0]).toContain('about your visit');

  // There are none for every kind in Spanish: what ships is said.
  await send('PATCH', 'templates', { [`${ofReminders}/es`]: null });
  const spanish = await practice.visit({ language: 'es' });
  await talk.asked(spanish);
  await api.database.sql`UPDATE messages SET language = 'es' WHERE subject_id = ${spanish.id}`;
  expect((await answerTo(spanish))[0]).toContain('Gracias, una persona va a leer su mensaje.');
});

test.each([
  [`${ofReminders}/en`, { body: '{{ practiceName }}: we will call you.' }, /put "call 911" in it/],
  [`${ofReminders}/en`, { body: 'Emergency: call 911.' }, /A text says who writes/],
  [
    `${ofReminders}/en`,
    { body: '{{ practiceName }} {{ visitDate }} 911' },
    /names visitDate\. Use practiceName, practicePhone\./,
  ],
  [`${ofReminders}/en`, { body: `{{ practiceName }} 911 ${'long '.repeat(140)}` }, /text_segments_most allows 4/],
  [
    'appointment_reminder/unclear-reply/email/en',
    { body: '{{ practiceName }} 911', subjectLine: 'You wrote' },
    /answered by text/,
  ],
  ['acknowledgement/standard/text/en', { body: '{{ practiceName }} 911 STOP' }, /none that has templates/],
  ['inbox_reply/unclear-reply/text/en', { body: '{{ practiceName }} 911' }, /none that has templates/],
])('refused with what to do: %s %j', async (key, words, message) => {
  const refused = await send<Problem>('PATCH', 'templates', { [key]: words });
  expect(refused).toMatchObject({
    status: 400,
    body: { errors: [{ message: expect.stringMatching(message) as string }] },
  });
});

test('words that answer replies apply everywhere, and to no message', async () => {
  const items = [{ kind: 'appointment_reminder', type: 'KNEE', name: 'unclear-reply' }];
  expect(await send<Problem>('PATCH', 'associations', { items })).toMatchObject({
    status: 400,
    body: { errors: [{ message: expect.stringMatching(/answer unclear replies everywhere/) as string }] },
  });
});
