import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openPages, type ALinkedVisit, type PagesApi } from './a-linked-visit.ts';

let pages: PagesApi;
let visit: ALinkedVisit;
beforeAll(async () => {
  pages = await openPages();
});
afterAll(() => pages.close());
beforeEach(async () => {
  visit = await pages.mail();
});

/** Whether the mail's address is written to, and what was kept. */
async function consent() {
  const { sql } = pages.api.database;
  const [contact] = await sql<{ out: boolean }[]>`
    SELECT opted_out_at IS NOT NULL AS out FROM contact_points WHERE id = ${visit.contactPointId}`;
  const replies = await sql<
    { rule: string }[]
  >`SELECT rule FROM replies WHERE contact_point_id = ${visit.contactPointId}`;
  return { out: contact?.out, rules: replies.map(({ rule }) => rule) };
}

const boundary = 'a-boundary';
const oneClicks = {
  'form-encoded': ['application/x-www-form-urlencoded', 'List-Unsubscribe=One-Click'],
  multipart: [
    `multipart/form-data; boundary=${boundary}`,
    `--${boundary}\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--${boundary}--\r\n`,
  ],
} as const;

function post(payload: string, contentType: string, url = new URL(visit.unsubscribeLink).pathname) {
  return pages.api.app.inject({ method: 'POST', url, headers: { 'content-type': contentType }, payload });
}

test.each(Object.keys(oneClicks) as (keyof typeof oneClicks)[])(
  'a mail program’s one click, %s, ends mails without any page, and again does nothing more (RFC 8058)',
  async (form) => {
    const [contentType, body] = oneClicks[form];
    for (let times = 0; times < 3; times += 1) {
      const response = await post(body, contentType);
      // No redirect: the RFC forbids one.
      expect(response.statusCode).toBe(200);
      expect(response.body).toContain('You are unsubscribed');
      expect(await consent()).toEqual({ out: true, rules: ['page.one_click'] });
    }
  },
);

test('ends mails to that address only: the patient’s texts and calls, and others’ mails, go on', async () => {
  const [mine, phone] = [await pages.practice.row('contact_points', { address: '+17575550199' }), await pages.mail()];
  await post(oneClicks['form-encoded'][1], oneClicks['form-encoded'][0]);
  const rows = await pages.api.database.sql`
    SELECT id FROM contact_points WHERE opted_out_at IS NOT NULL AND id = ANY(${[mine, phone.contactPointId, visit.contactPointId]})`;
  expect(rows).toEqual([{ id: visit.contactPointId }]);
});

test('what waits for the address is withheld', async () => {
  const { sql } = pages.api.database;
  await sql`UPDATE patients SET email = (SELECT address FROM contact_points WHERE id = ${visit.contactPointId}) WHERE id = ${visit.patientId}`;
  await pages.practice.row('senders', { channel: 'email', address: 'visits@unsubscribed.example' });
  const messageId = await pages.practice.row('messages', {
    subject_id: visit.id,
    patient_id: visit.patientId,
    occurrence: '2026-11-24T15:00:00Z',
    kind: 'appointment_reminder',
    slot: 'one-hour',
    channel: 'email',
    contact_point_id: visit.contactPointId,
    language: 'en',
    computed_at: '2026-11-24T14:00:00Z',
    send_at: '2026-11-24T14:00:00Z',
    useful_until: '2026-11-24T15:00:00Z',
    answerable_until: '2026-11-24T15:00:00Z',
    state: 'not_sent',
    state_at: '2026-11-23T15:00:00Z',
    created_at: '2026-11-23T15:00:00Z',
  });
  await pages.practice.row('steps', {
    kind: 'appointment_reminder',
    slot: 'one-hour',
    channel: 'email',
    offset: '-PT1H',
  });
  await post(oneClicks.multipart[1], oneClicks.multipart[0]);
  const [message] = await sql`SELECT state, reason FROM messages WHERE id = ${messageId}`;
  expect(message).toEqual({ state: 'withheld', reason: 'opted_out' });
});

test('a GET changes nothing; its one button does, once a person can have read it', async () => {
  const page = await pages.fetch(visit.unsubscribeLink);
  expect(page.status).toBe(200);
  expect(page.text).toContain('Texts and calls are not changed');
  expect(page.buttons).toEqual(['unsubscribe']);
  pages.wait(1_000);
  const early = await page.press('unsubscribe');
  expect(early.text).toContain('Please press once more');
  expect(await consent()).toEqual({ out: false, rules: [] });

  pages.wait(2_000);
  const pressed = await early.press('unsubscribe');
  expect(pressed.text).toContain('You are unsubscribed');
  expect(await consent()).toEqual({ out: true, rules: ['page.unsubscribe'] });
  expect((await pages.fetch(visit.unsubscribeLink)).text).toContain('You are unsubscribed');
});

test.each([
  ['nothing', ''],
  ['another word', 'List-Unsubscribe=Yes'],
  ['a made-up token', 'page=AAAAAAAAAAAAAAAAAAAAAAA&button=unsubscribe'],
])('%s in the form ends nothing', async (_, body) => {
  const response = await post(body, 'application/x-www-form-urlencoded');
  expect(response.body).toContain('Please press once more');
  expect(await consent()).toEqual({ out: false, rules: [] });
});

test('what is no form ends nothing and breaks nothing', async () => {
  expect((await post('{"List-Unsubscribe":"One-Click"}', 'application/json')).statusCode).toBe(200);
  expect((await post('--x', 'multipart/form-data; boundary=x')).statusCode).toBe(400);
  expect((await post('x', 'multipart/form-data')).statusCode).toBe(400);
  expect((await post('x'.repeat(20_000), 'application/x-www-form-urlencoded')).statusCode).toBe(413);
  expect(await consent()).toEqual({ out: false, rules: [] });
});

test('a link of a text, a visit’s link and a damaged one open the same page as any that leads nowhere', async () => {
  const texted = await pages.mail({ message: { channel: 'text' } });
  const nowhere = (await pages.fetch('/u/nothing')).html;
  expect(nowhere).toContain('This link does not work');
  for (const address of [
    texted.unsubscribeLink,
    visit.link.replace('/v/', '/u/'),
    visit.unsubscribeLink.slice(0, -1),
  ]) {
    const page = await pages.fetch(address);
    expect(page.status).toBe(404);
    expect(page.html).toBe(nowhere);
    const url = new URL(address, 'https://kept.example').pathname;
    expect((await post(oneClicks['form-encoded'][1], oneClicks['form-encoded'][0], url)).body).toBe(nowhere);
  }
});

test('it speaks Spanish where the mail did', async () => {
  const spanish = await pages.mail({ message: { language: 'es' } });
  const page = await pages.fetch(spanish.unsubscribeLink);
  expect(page.html).toContain('<html lang="es">');
  expect(page.text).toContain('¿No quiere más correos?');
});
