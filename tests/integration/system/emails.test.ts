import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildApp } from '../../../api/app.ts';
import { createChannels } from '../../../channels/create-channels.ts';
import { readConfig } from '../../../config.ts';
import { createLinks } from '../../../domain/links/links.ts';
import { createTemplateRenderer } from '../../../domain/templates/render.ts';
import { anyFreePort } from '../../../local/free-port.ts';
import { sendMessage, type SendDependencies } from '../../../operations/sending/send-message.ts';
import { startFactReader } from '../../../worker/fact-reader.ts';
import type { LeasingLoop } from '../../../worker/leasing-loop.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';
import { until } from '../../environment/until.ts';
import { anEngine, neverSheds } from '../api/open-api.ts';
import { aMailingPractice, type AMailingPractice } from '../operations/a-mailing-practice.ts';
import { aSimulator, type ASimulator } from '../simulator/a-simulator.ts';

let database: TestDatabase;
let practice: AMailingPractice;
let simulator: ASimulator;
let app: ReturnType<typeof buildApp>;
let deps: SendDependencies;
let reader: LeasingLoop;

/** Kept's API, its reader and the simulator, each where the other expects it: mails, events, pages and presses go over real sockets. */
beforeAll(async () => {
  database = await openTestDatabase();
  practice = await aMailingPractice(database);
  const publicUrl = `http://127.0.0.1:${String(await anyFreePort())}`;
  simulator = await aSimulator({ webhookBase: publicUrl, pace: { thinkMs: 60_000, readMs: 2100 } });
  const { accountSid, authToken } = simulator.account;
  const config = readConfig({
    KEPT_PUBLIC_URL: publicUrl,
    KEPT_SECRET: 'a secret of the tests, long enough',
    KEPT_SIMULATOR_URL: simulator.url,
    KEPT_SIMULATOR_ACCOUNT_SID: accountSid,
    KEPT_SIMULATOR_AUTH_TOKEN: authToken,
    KEPT_SIMULATOR_SENDGRID_API_KEY: simulator.mailAccount.apiKey,
    KEPT_SIMULATOR_SENDGRID_WEBHOOK_KEY: simulator.webhookKey,
  });
  const log = pino({ level: 'silent' });
  reader = await startFactReader({ db: database.db, log });
  app = buildApp({ db: database.db, config, engine: anEngine(), logger: log }, neverSheds);
  await app.listen({ host: '127.0.0.1', port: Number(new URL(publicUrl).port) });
  deps = {
    db: database.db,
    channels: createChannels(config.carriers, publicUrl),
    renderer: createTemplateRenderer(),
    links: createLinks(config),
    monotonicNow: () => performance.now(),
  };
});
afterAll(async () => {
  await simulator.close();
  // A post of events that is under way leaves its connection open for as long as the API would keep it.
  const closed = app.close();
  app.server.closeAllConnections();
  await closed;
  await reader.stop();
  await database.close();
});

async function stateOf(messageId: string) {
  const [row] = await database.sql<[{ state: string; detail: string | null; answer: string }]>`
    SELECT state, detail, answer FROM messages WHERE id = ${messageId}`;
  return row;
}

function becomes(messageId: string, state: string, detail: string): Promise<unknown> {
  return until(`the mail is ${state} (${detail})`, async () => {
    const now = await stateOf(messageId);
    return now.state === state && now.detail === detail;
  });
}

interface MailShown {
  readonly id: string;
  readonly text: string;
  readonly html: string;
}

async function mailIn(address: string): Promise<MailShown> {
  const { body } = await simulator.call('GET', `/mailboxes/${address}`);
  const [mail] = (body as { mails: MailShown[] }).mails;
  return mail!;
}

test('a mail goes out, is delivered and stays Message Sent with that detail, and is received once a person opens it', async () => {
  const { messageId, address } = await practice.due();
  await sendMessage(deps, { practiceId: practice.id, messageId });
  await becomes(messageId, 'sent', 'delivered');

  const mail = await mailIn(address);
  expect(mail.text).toContain('Zebulina, your visit is on ');
  expect(mail.text).toContain('Harbor Clinic\nCall us: (757) 555-0100');
  await fetch(`${simulator.url}/mails/${mail.id}/html`);
  await becomes(messageId, 'received', 'opened');
});

test('what a mail says is stored as it went out, its subject too', async () => {
  const { messageId } = await practice.due({ language: 'es' });
  await sendMessage(deps, { practiceId: practice.id, messageId });
  const [stored] = await database.sql`SELECT subject_line AS "subjectLine", body FROM messages WHERE id = ${messageId}`;
  expect(stored).toMatchObject({
    subjectLine: expect.stringMatching(/^Su cita del /) as string,
    body: expect.stringContaining('Zebulina, su cita es el ') as string,
  });
});

test('a mailbox that does not exist makes the address invalid, and nothing more is written to it', async () => {
  const { visit, messageId, address } = await practice.due();
  await simulator.call('PUT', '/mailboxes', { mailboxes: [{ address, delivery: 'bounces' }] });
  await sendMessage(deps, { practiceId: practice.id, messageId });
  await becomes(messageId, 'not_received', 'bounced');
  const later = await until('the later mails are withheld', async () => {
    const rows = await database.sql<{ state: string; reason: string | null }[]>`
      SELECT state, reason FROM messages WHERE subject_id = ${visit.id} AND id <> ${messageId}`;
    return rows.every(({ state }) => state === 'withheld') && rows;
  });
  expect(new Set(later.map(({ reason }) => reason))).toEqual(new Set(['invalid_contact']));
});

test('whoever reports spam has opted out of mails', async () => {
  const { messageId, address } = await practice.due();
  await simulator.call('PUT', '/mailboxes', { mailboxes: [{ address, behaviour: 'ignores' }] });
  await sendMessage(deps, { practiceId: practice.id, messageId });
  await becomes(messageId, 'sent', 'delivered');
  const { id } = await mailIn(address);
  await simulator.call('POST', `/mails/${id}/spam-reports`);
  await until('the address has opted out', async () => {
    const rows = await database.sql`
      SELECT FROM contact_points WHERE address = ${address} AND opted_out_at IS NOT NULL`;
    return rows.length === 1;
  });
});

test.each(['reset_after', 'fail_500_after'])(
  '%s: the event that bears our ids settles a hand-over in doubt',
  async (fault) => {
    const { messageId } = await practice.due();
    await simulator.setFaults({ [fault]: 1 });
    await sendMessage(deps, { practiceId: practice.id, messageId });
    await simulator.setFaults({});
    await becomes(messageId, 'sent', 'delivered');
    const attempts = await database.sql`SELECT outcome, settled_by AS by FROM attempts WHERE message_id = ${messageId}`;
    expect(attempts).toEqual([{ outcome: 'taken', by: 'callback' }]);
  },
);

async function sendMails(count: number): Promise<{ messageIds: string[]; addresses: string[] }> {
  const due = await Promise.all(Array.from({ length: count }, () => practice.due()));
  const messageIds = due.map(({ messageId }) => messageId);
  await Promise.all(messageIds.map((messageId) => sendMessage(deps, { practiceId: practice.id, messageId })));
  return { messageIds, addresses: due.map(({ address }) => address) };
}

test('events that come twice, and last one first, are each recorded once and end at what happened last', async () => {
  await simulator.setFaults({ callback_twice: 0.5, callback_shuffled: 0.5, seed: 7 });
  const { messageIds } = await sendMails(12);
  for (const messageId of messageIds) await becomes(messageId, 'sent', 'delivered');
  await simulator.setFaults({});
  const receipts = await database.sql`
    SELECT FROM receipts WHERE message_id = ANY(${messageIds}) GROUP BY message_id, status HAVING count(*) > 1`;
  expect(receipts).toHaveLength(0);
});

test('a mail whose events are all lost stays sent, without a word of its delivery', async () => {
  await simulator.setFaults({ callback_lost: 1 });
  const { messageIds, addresses } = await sendMails(1);
  await until('the mail is in its mailbox', async () => (await mailIn(addresses[0]!)) as MailShown | undefined);
  await simulator.setFaults({});
  expect(await stateOf(messageIds[0]!)).toMatchObject({ state: 'sent', detail: null });
});

/** A mail that was sent, to a mailbox whose owner does nothing by itself. */
async function sentMail(mailbox: Record<string, unknown> = {}) {
  const { visit, messageId, address } = await practice.due();
  await simulator.call('PUT', '/mailboxes', { mailboxes: [{ address, behaviour: 'ignores', ...mailbox }] });
  await sendMessage(deps, { practiceId: practice.id, messageId });
  await becomes(messageId, 'sent', 'delivered');
  const press = (button: string) => simulator.call('POST', `/mailboxes/${address}/press`, { button });
  const answer = async () => {
    const [row] = await database.sql<[{ answer: string; source: string | null; optedOut: boolean }]>`
      SELECT answer, answer_source AS source,
        (SELECT opted_out_at IS NOT NULL FROM contact_points WHERE address = ${address}) AS "optedOut"
      FROM appointments WHERE id = ${visit.id}`;
    return row;
  };
  const pressed = async () => {
    const rows = await database.sql<{ button: string; outcome: string }[]>`
      SELECT button, outcome FROM page_presses WHERE message_id = ${messageId} ORDER BY at, id`;
    return rows.map(({ button, outcome }) => `${button}: ${outcome}`);
  };
  return { press, answer, pressed };
}

// Each reads its pages for two seconds, so they read together.
test.concurrent.each([
  ['confirm', {}, { answer: 'confirmed', source: 'email', optedOut: false }, ['confirm: confirmed']],
  [
    'decline',
    { dateOfBirth: '1980-02-29' },
    { answer: 'declined', source: 'email', optedOut: false },
    ['decline: asked', 'birth_date: declined'],
  ],
  [
    'decline',
    { dateOfBirth: '1980-03-01' },
    { answer: 'none', source: null, optedOut: false },
    ['decline: asked', 'birth_date: wrong_birth_date', 'birth_date: wrong_birth_date'],
  ],
  ['unsubscribe', {}, { answer: 'none', source: null, optedOut: true }, ['unsubscribe: opted_out']],
])('a person presses %s in the mail (%j), and the page does it', async (button, mailbox, answer, pressed) => {
  const mail = await sentMail(mailbox);
  expect((await mail.press(button)).status).toBe(200);
  expect(await mail.answer()).toEqual(answer);
  expect(await mail.pressed()).toEqual(pressed);
});

test('a scanner that follows every link and presses both buttons changes nothing', async () => {
  const mail = await sentMail({ scanner: true });
  await until('the scanner has pressed both', async () => (await mail.pressed()).length >= 2);
  expect(await mail.pressed()).toEqual(['confirm: early', 'decline: early']);
  expect(await mail.answer()).toEqual({ answer: 'none', source: null, optedOut: false });
});
