import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Problem } from '../../../api/schemas/problem.ts';
import { createTemplateRenderer } from '../../../domain/templates/render.ts';
import { claimMessage } from '../../../operations/sending/claim-message.ts';
import { aPractice, makeDue, type APractice, type AVisit } from '../operations/a-practice.ts';
import { openApi, type OpenApi, type Send } from './open-api.ts';

let api: OpenApi;
let practice: APractice;
let token: string;

beforeAll(async () => {
  api = await openApi({}, () => Date.now());
  practice = await aPractice(api.database);
  token = await api.token(practice.slug);
});
afterAll(() => api.close());

interface Read {
  readonly version: number;
  readonly items: readonly object[];
  readonly atVisit: readonly { readonly kind: string; readonly channel: string }[] | null;
}
const read = async (query = '') => (await api.get<Read>(`/api/v1/associations${query}`, token)).body;
const textAt = async (visit: AVisit) =>
  (await read(`?appointment=${visit.id}`)).atVisit?.find((words) => words.kind === kind && words.channel === 'text');

const send: Send = async (method, url, payload) => api.send(token, method, url, payload, (await read()).version);
const associate = (...items: object[]) => send<{ changeId: string }>('PATCH', 'associations', { items });
const follow = () => api.follow(practice.id);

/** Its words claimed, as a send would say them. */
async function saidOf(visit: AVisit): Promise<string | null> {
  const messageId = await makeDue(api.database, visit);
  await api.database.db.inPractice(practice.id, (tx) =>
    claimMessage(tx, { subjectIds: [visit.id], messageId }, createTemplateRenderer()),
  );
  const [row] = await api.database.sql<{ body: string | null }[]>`SELECT body FROM messages WHERE id = ${messageId}`;
  return row?.body ?? null;
}

async function aVisit(type: string, provider: string, language = 'en'): Promise<AVisit> {
  const visit = await practice.visit({ startsAt: Date.now() + 6 * 86_400_000, language });
  await api.database.sql`UPDATE appointments SET type_id = ${type}, provider_id = ${provider} WHERE id = ${visit.id}`;
  return visit;
}

const words = (name: string) => ({
  body: `{{ practiceName }}: words ${name}. Y to confirm, N to decline. STOP to end.`,
});
const kind = 'appointment_reminder';

test('words apply where they are associated, the narrowest place first; the dry run says whom that concerns', async () => {
  const [plain, knee, reyes, spanish] = [
    ...[
      await aVisit('', ''),
      await aVisit('KNEE', 'reyes'),
      await aVisit('HIP', 'reyes'),
      await aVisit('KNEE', '', 'es'),
    ],
  ] as const;
  const saved = { [`${kind}/knee/text/en`]: words('for knees'), [`${kind}/reyes/text/en`]: words('of reyes') };
  // Words that apply nowhere change nothing that waits.
  expect(await send('POST', 'templates/preview', saved)).toMatchObject({ body: { visits: 4, reword: 0, move: 0 } });
  expect(await send('PATCH', 'templates', saved)).toMatchObject({ status: 200 });
  expect(await textAt(knee)).toEqual({
    ...{ kind, channel: 'text', key: `${kind}/standard/text/en`, from: 'practice', language: 'patient' },
  });

  const items = [
    { kind, type: 'KNEE', name: 'knee' },
    { kind, provider: 'reyes', facility: 'main', name: 'reyes' },
  ];
  expect(await send('POST', 'associations/preview', { items })).toMatchObject({
    body: { reword: 6, move: 0, withhold: 0 },
  });
  expect((await read()).items).toEqual([]);
  expect(await associate(...items)).toMatchObject({
    status: 200,
    body: { after: { [`${kind}?type=KNEE`]: 'knee' } },
  });
  await follow();
  expect((await read()).items).toContainEqual({ kind, facilityId: null, provider: null, type: 'KNEE', name: 'knee' });
  expect(await textAt(knee)).toMatchObject({ key: `${kind}/knee/text/en`, from: 'type' });
  expect(await textAt(reyes)).toMatchObject({ key: `${kind}/reyes/text/en`, from: 'provider' });
  // There are none for knees in Spanish.
  expect(await textAt(spanish)).toMatchObject({
    key: `${kind}/standard/text/es`,
    from: 'practice',
    language: 'patient',
  });

  expect(await saidOf(knee)).toMatch(/: words for knees\./);
  expect(await saidOf(reyes)).toMatch(/: words of reyes\./);
  expect(await saidOf(plain)).toMatch(/your visit is/);
  expect(await saidOf(spanish)).toMatch(/su cita es/);
});

test('an association with words in a language that the practice has no others in plans in it; taken back, it is as before', async () => {
  const visit = await aVisit('HAND', '', 'vi');
  await send('PATCH', 'templates', { [`${kind}/hand/text/vi`]: words('bàn tay') });
  const { body } = await associate({ kind, type: 'HAND', name: 'hand' });
  await follow();
  const languages = () =>
    api.database.sql`SELECT DISTINCT language FROM messages WHERE subject_id = ${visit.id} AND state = 'not_sent'`;
  expect(await languages()).toEqual([{ language: 'vi' }]);
  await send('POST', `setting-changes/${body.changeId}/take-back`, {});
  await follow();
  expect(await languages()).toEqual([{ language: 'en' }]);
  expect(await textAt(visit)).toMatchObject({ key: `${kind}/standard/text/en`, language: 'practice' });
});

test('the practice’s language decides for who speaks one without words', async () => {
  const visit = await aVisit('', '', 'fr');
  const { version } = await read();
  const headers = { authorization: `Bearer ${token}`, 'if-match': `"${String(version)}"` };
  const payload = { default_language: 'es' };
  await api.app.inject({ method: 'PATCH', url: '/api/v1/settings', headers, payload });
  await follow();
  expect(await textAt(visit)).toMatchObject({ key: `${kind}/standard/text/es`, language: 'practice' });
  expect(await saidOf(visit)).toMatch(/su cita es/);
});

test.each([
  ['words that there are not', { kind, type: 'KNEE', name: 'elbow' }, 'items.0', /^There are no words of this name/],
  ['no place', { kind, name: 'knee' }, 'items.0', /^Name a facility, a provider or a type/],
  ['a kind that is none', { kind: 'small_talk', type: 'KNEE', name: 'knee' }, 'items.0', /^Its kind is none/],
  [
    'a facility that is none',
    { kind, facility: 'moon', name: 'knee' },
    'items.0.facility',
    /has no facility of this id/,
  ],
])('%s is refused', async (_name, item, path, message) => {
  expect(await send<Problem>('PATCH', 'associations', { items: [item] })).toMatchObject({
    status: 400,
    body: { errors: [{ path: `body.${path}`, message: expect.stringMatching(message) as string }] },
  });
});
