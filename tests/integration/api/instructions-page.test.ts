import { afterAll, beforeAll, expect, test } from 'vitest';
import { planSubjects } from '../../../operations/planning/plan-subjects.ts';
import { sendMessage, type SendDependencies } from '../../../operations/sending/send-message.ts';
import { aPractice, makeDue, messagesOf, pmsChanges, type APractice, type AVisit } from '../operations/a-practice.ts';
import { sendDependencies } from '../operations/send-dependencies.ts';
import { aSimulator, type ASimulator } from '../simulator/a-simulator.ts';
import { links } from './a-linked-visit.ts';
import { openApi, type OpenApi } from './open-api.ts';

const day = 86_400_000;
let api: OpenApi;
let simulator: ASimulator;
let deps: SendDependencies;
let practice: APractice;
let token: string;

beforeAll(async () => {
  api = await openApi({}, () => Date.now());
  simulator = await aSimulator();
  deps = { ...sendDependencies(api.database.db, simulator), links };
  practice = await aPractice(api.database, {
    file: {
      steps: [{ kind: 'pre_appointment', slot: 'two-days', channel: 'text', offset: '-P2D', condition: 'always' }],
    },
  });
  token = await api.token(practice.slug);
  const knee = { subjectLine: 'Before your visit', body: 'For {{ firstName }}:\n\nEat nothing\nafter midnight.' };
  await change('templates', { 'pre_appointment/knee/email/en': knee });
  await change('associations', { items: [{ kind: 'pre_appointment', type: 'KNEE', name: 'knee' }] });
});
afterAll(async () => {
  await simulator.close();
  await api.close();
});

async function change(area: string, payload: object): Promise<void> {
  const { body } = await api.get<{ version: number }>(`/api/v1/${area}`, token);
  const headers = { authorization: `Bearer ${token}`, 'if-match': `"${String(body.version)}"` };
  const { statusCode, json } = await api.app.inject({ method: 'PATCH', url: `/api/v1/${area}`, headers, payload });
  expect({ statusCode, problem: statusCode === 200 ? null : json<unknown>() }).toEqual({
    statusCode: 200,
    problem: null,
  });
}

async function aVisit(given: Parameters<APractice['visit']>[0] & { type?: string } = {}): Promise<AVisit> {
  const visit = await practice.visit({ startsAt: Date.now() + 3 * day, ...given });
  if (given.type !== undefined) await pmsChanges(api.database, practice, visit, { type_id: given.type });
  return visit;
}

/** Sends what is due about the visit, and returns what came to the phone. */
async function sent(visit: AVisit): Promise<{ messageId: string; body: string; link: string }> {
  const messageId = await makeDue(api.database, visit);
  await sendMessage(deps, { practiceId: practice.id, messageId });
  const body = (await simulator.accepted()).find((taken) => taken.messageId === messageId)?.body ?? '';
  return { messageId, body, link: /https:\S+/.exec(body)?.[0] ?? '' };
}

async function page(link: string, form?: Readonly<Record<string, string>>) {
  const url = link.replace('https://kept.example', '');
  const response = await api.app.inject(
    form === undefined
      ? { url }
      : {
          ...{ method: 'POST', url, payload: new URLSearchParams(form).toString() },
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
        },
  );
  const text = response.body.replace(/<style>.*<\/style>/s, '').replace(/<[^>]+>/g, ' ');
  return { status: response.statusCode, html: response.body, text: text.replace(/\s+/g, ' ') };
}

test('a text says no more than that there is something to read, and its link shows what ships', async () => {
  const visit = await aVisit();
  const { messageId, body, link } = await sent(visit);
  expect(body).toMatch(
    /^Harbor Clinic \(757\) 555-0100: before your visit on \w+, \w+ \d+, please read this: https:\S+ Reply STOP to end\.$/,
  );
  expect(link).toBe(links.visitLink(messageId));
  // A link opens a patient's page, so it is kept nowhere.
  const [stored] = await messagesOf(api.database, visit);
  expect(stored).toMatchObject({ state: 'sent', body: body.replace(link, '[link]') });

  const shown = await page(link);
  expect(shown.status).toBe(200);
  expect(shown.text).toMatch(
    /Before your visit .* Zebulina, this is for your visit on .* bring a photo ID, .* Call us:/,
  );
  expect(shown.html).not.toContain('<form');
});

test('by the type of appointment, as the practice writes it now; in the patient’s language where it is written in that', async () => {
  const knee = await sent(await aVisit({ type: 'KNEE' }));
  const shown = await page(knee.link);
  expect(shown.html).toContain('<p class="lines">For Zebulina:</p>');
  expect(shown.html).toContain('Eat nothing\nafter midnight.</p>');
  expect(shown.text).not.toContain('photo ID');

  const spanish = await sent(await aVisit({ language: 'es' }));
  expect(spanish.body).toMatch(
    /: antes de su cita del .*, por favor lea esto: https:\S+ Responda STOP para terminar\.$/,
  );
  expect((await page(spanish.link)).text).toMatch(/Antes de su cita .* traiga una identificación con foto/);
});

test('visits of one day get one text, and the page has what each of them needs', async () => {
  const startsAt = Date.now() + 3 * day;
  const first = await aVisit({ startsAt });
  const second = await aVisit({ startsAt: startsAt + 3_600_000, patientId: first.patientId, type: 'KNEE' });
  const { messageId, body, link } = await sent(first);
  expect(body).toContain('before your visits on ');
  expect(await messagesOf(api.database, second)).toMatchObject([{ state: 'withheld', reason: 'merged' }]);
  expect(messageId).not.toBe('');
  expect((await page(link)).text).toMatch(/photo ID.*Eat nothing after midnight\./);
});

test('a visit that other words apply to gets a text of its own', async () => {
  const hip = { body: '{{ practiceName }}: please read {% if visits != "" %}these{% endif %} {{ link }} STOP to end.' };
  await change('templates', { 'pre_appointment/hip/text/en': hip });
  await change('associations', { items: [{ kind: 'pre_appointment', type: 'HIP', name: 'hip' }] });
  const startsAt = Date.now() + 3 * day;
  const first = await aVisit({ startsAt });
  const second = await aVisit({ startsAt: startsAt + 3_600_000, patientId: first.patientId, type: 'HIP' });
  expect((await sent(first)).body).toContain('before your visit on ');
  expect(await messagesOf(api.database, second)).toMatchObject([{ state: 'not_sent', reason: null }]);
});

test('nothing is answered there, whatever is sent to it', async () => {
  const visit = await aVisit();
  const { link } = await sent(visit);
  expect(await page(link, { button: 'confirm', page: 'none' })).toMatchObject({ status: 200 });
  const [{ answer }] = await api.database.sql<[{ answer: string }]>`
    SELECT answer FROM appointments WHERE id = ${visit.id}`;
  expect(answer).toBe('none');
});

test('a visit that was moved or cancelled has no instructions any more', async () => {
  const visit = await aVisit();
  const { link } = await sent(visit);
  await pmsChanges(api.database, practice, visit, { pms_state: 'cancelled' });
  const shown = await page(link);
  expect(shown.text).toContain('This visit has changed');
  expect(shown.text).not.toContain('photo ID');
});

test('where the words of mails are withdrawn, no text goes that would lead to nothing, and a page sent before says to call', async () => {
  const [before, visit] = [await aVisit(), await aVisit()];
  const { link } = await sent(before);
  await change('templates', { 'pre_appointment/standard/email/en': null, 'pre_appointment/standard/email/es': null });
  const ids = [visit.id];
  await api.database.db.inPractice(practice.id, (tx) => planSubjects(tx, ids, { name: 'settings', detail: {} }));
  expect(await messagesOf(api.database, visit)).toMatchObject([{ state: 'withheld', reason: 'no_template' }]);
  expect((await page(link)).text).toContain('Please call us, and we will tell you how to prepare.');
});
