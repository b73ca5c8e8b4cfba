import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Problem } from '../../../api/schemas/problem.ts';
import { aPractice, type APractice, type AVisit } from '../operations/a-practice.ts';
import { openApi, type OpenApi, type Send } from './open-api.ts';

let api: OpenApi;
let practice: APractice;
let visit: AVisit;
let token: string;

beforeAll(async () => {
  api = await openApi({}, () => Date.now());
  practice = await aPractice(api.database);
  token = await api.token(practice.slug);
  visit = await practice.visit();
  const provider = { provider_id: '17', provider_name: 'REYES, A MD (Cardiology)' };
  await api.database.sql`UPDATE appointments SET ${api.database.sql(provider)} WHERE id = ${visit.id}`;
});
afterAll(() => api.close());

const read = async () =>
  (
    await api.get<{ version: number; practice: string; providers: object[]; warnings: string[] }>(
      '/api/v1/names',
      token,
    )
  ).body;

const send: Send = async (method, url, payload) => api.send(token, method, url, payload, (await read()).version);

/** What a text to the visit would say. */
async function said(): Promise<string | undefined> {
  const key = 'appointment_reminder/standard/text/en';
  const body = '{{ practiceName }}, {{ facilityName }}: {{ providerName }}. Y to confirm, N to decline. STOP to end.';
  const tried = await send<{ templates: { forVisit: { body: string } }[] }>(
    'POST',
    `templates/preview?appointment=${visit.id}`,
    { [key]: { body } },
  );
  return tried.body.templates[0]?.forVisit.body.split(' Y ')[0];
}

test('a provider is named as was set and never as the PMS does; the practice and its facilities as they are called', async () => {
  expect((await read()).providers).toEqual([{ id: '17', name: 'REYES, A MD (Cardiology)', nameInMessages: null }]);
  expect(await said()).toBe('Harbor Clinic, Harbor Clinic: .');

  const names = { practice: 'Harbor', 'facility/main': 'Main Street', 'provider/17': 'Dr. Reyes' };
  const saved = await send<{ changeId: string }>('PATCH', 'names', names);
  expect(saved).toMatchObject({ status: 200, body: { replans: false, warnings: [], before: { 'provider/17': null } } });
  expect(await said()).toBe('Harbor, Main Street: Dr. Reyes.');
  expect(await read()).toMatchObject({ practice: 'Harbor', warnings: [] });

  await send('POST', `setting-changes/${saved.body.changeId}/take-back`, {});
  expect(await said()).toBe('Harbor Clinic, Harbor Clinic: .');
});

test('a name that tells a speciality is warned of; one that is none is refused', async () => {
  expect(await send('PATCH', 'names', { 'provider/17': 'Reyes Oncology' })).toMatchObject({
    body: { warnings: [expect.stringMatching(/^"Oncology" tells why the patient comes/)] },
  });
  expect((await read()).warnings).toHaveLength(1);
  for (const [key, name] of [
    ['practice', null],
    ['practice', '  '],
    ['facility/moon', 'Moon'],
    ['provider/17', 'x'.repeat(61)],
  ] as const) {
    expect(await send<Problem>('PATCH', 'names', { [key]: name })).toMatchObject({
      status: 400,
      body: { errors: [{ path: `body.${key}`, message: expect.stringMatching(/^Must be/) as string }] },
    });
  }
});
