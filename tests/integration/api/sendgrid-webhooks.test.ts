import { generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Problem } from '../../../api/schemas/problem.ts';
import { readConfig } from '../../../config.ts';
import { openDatabase } from '../../../db/database.ts';
import { openApi, type OpenApi } from './open-api.ts';
import { plantPractice, type PlantedPractice } from './planted-practice.ts';

const configured = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const simulator = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const shown = (key: KeyObject): string => key.export({ format: 'der', type: 'spki' }).toString('base64');
const config = readConfig({
  KEPT_PUBLIC_URL: 'https://kept.example',
  KEPT_SECRET: 'the-secret-of-the-tests-32-characters',
  SENDGRID_API_KEY: 'SG.a.key',
  SENDGRID_WEBHOOK_KEY: shown(configured.publicKey),
  KEPT_SIMULATOR_URL: 'http://simulator.example',
  KEPT_SIMULATOR_SENDGRID_API_KEY: 'SG.another.key',
  KEPT_SIMULATOR_SENDGRID_WEBHOOK_KEY: shown(simulator.publicKey),
});

let api: OpenApi;
let practice: PlantedPractice;
beforeAll(async () => {
  api = await openApi({ config });
  practice = await plantPractice(api.database.sql, 'tidewater');
});
afterAll(() => api.close());

interface Mail {
  readonly messageId: string;
  readonly attemptId: string;
  readonly contactPointId: string;
}

/** An email that was handed over, and of which the carrier has not said that it took it. */
async function aMail(): Promise<Mail> {
  const contactPointId = await practice.row('contact_points', { address: `${randomUUID()}@mail.example` });
  const senderId = await practice.row('senders', { channel: 'email', address: `${randomUUID()}@harbor.example` });
  const columns = { channel: 'email', state: 'sending', contact_point_id: contactPointId, sender_id: senderId };
  const message = await practice.message(await practice.visit(), columns);
  const attemptId = await practice.row('attempts', {
    message_id: message.id,
    number: 1,
    sender_id: senderId,
    contact_point_id: contactPointId,
    opened_at: '2026-11-23T13:00:00Z',
    hand_over_by: '2026-11-23T13:00:05Z',
  });
  return { messageId: message.id, attemptId, contactPointId };
}

function anEvent(mail: Mail, event: string, fields: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    event,
    sg_event_id: randomUUID(),
    sg_message_id: `m-${mail.messageId}.recvd-5bd4-1-66A1.0`,
    kept_practice: practice.id,
    kept_message: mail.messageId,
    kept_attempt: mail.attemptId,
    ...fields,
  };
}

interface Post {
  readonly body?: string;
  readonly key?: KeyObject;
  readonly at?: number;
  readonly signature?: string;
  readonly to?: OpenApi;
}

/** Posts as the carrier does: the bytes as they are, signed with the time. What was stored is read. */
async function post(events: unknown, { key = configured.privateKey, at = Date.now(), to = api, ...given }: Post = {}) {
  const body = given.body ?? JSON.stringify(events);
  const timestamp = String(Math.floor(at / 1000));
  const response = await to.app.inject({
    method: 'POST',
    url: '/webhooks/sendgrid/events',
    headers: {
      'content-type': 'application/json',
      'x-twilio-email-event-webhook-timestamp': timestamp,
      'x-twilio-email-event-webhook-signature':
        given.signature ?? sign('sha256', Buffer.from(timestamp + body), key).toString('base64'),
    },
    payload: body,
  });
  await api.read();
  return response;
}

async function standing({ messageId, attemptId }: Mail) {
  const [row] = await api.database.sql`
    SELECT message.state, message.detail, attempt.outcome, attempt.settled_by AS "settledBy",
      (SELECT count(*)::int FROM receipts WHERE message_id = message.id) AS receipts
    FROM messages message JOIN attempts attempt ON attempt.id = ${attemptId}
    WHERE message.id = ${messageId}`;
  return row;
}

async function contact({ contactPointId }: Mail) {
  const [row] = await api.database.sql`
    SELECT opted_out_at IS NOT NULL AS "optedOut", invalid_at IS NOT NULL AS invalid
    FROM contact_points WHERE id = ${contactPointId}`;
  return row;
}

test('a batch is recorded, settles a hand-over in doubt, and moves the mail: delivered is sent, opened is received', async () => {
  const mail = await aMail();
  expect((await post([anEvent(mail, 'processed'), anEvent(mail, 'delivered')])).statusCode).toBe(204);
  const delivered = { state: 'sent', detail: 'delivered', outcome: 'taken', settledBy: 'callback', receipts: 2 };
  expect(await standing(mail)).toEqual(delivered);

  expect((await post([anEvent(mail, 'open', { sg_machine_open: true })])).statusCode).toBe(204);
  expect(await standing(mail)).toEqual({ ...delivered, receipts: 3 });
  expect((await post([anEvent(mail, 'open')])).statusCode).toBe(204);
  expect(await standing(mail)).toEqual({ ...delivered, state: 'received', detail: 'opened', receipts: 4 });
});

test('law 5: the same event again is kept once and changes nothing, also twice in one batch', async () => {
  const mail = await aMail();
  const events = [anEvent(mail, 'delivered'), anEvent(mail, 'open')];
  await post([...events, ...events]);
  await post(events);
  expect(await standing(mail)).toMatchObject({ state: 'received', detail: 'opened', receipts: 2 });
});

test('law 5: an opt-out that is told again does not undo that the patient has come back since', async () => {
  const mail = await aMail();
  const events = [anEvent(mail, 'unsubscribe')];
  await post(events);
  expect(await contact(mail)).toMatchObject({ optedOut: true });
  await api.database.sql`UPDATE contact_points SET opted_out_at = NULL WHERE id = ${mail.contactPointId}`;
  await post(events);
  expect(await contact(mail)).toMatchObject({ optedOut: false });
});

test('law 5: a late bounce beats delivered, and delivered beats a block', async () => {
  const bounced = await aMail();
  await post([anEvent(bounced, 'bounce', { type: 'bounce' })]);
  await post([anEvent(bounced, 'delivered')]);
  expect(await standing(bounced)).toMatchObject({ state: 'not_received', detail: 'bounced' });
  expect(await contact(bounced)).toEqual({ optedOut: false, invalid: true });

  const blocked = await aMail();
  await post([anEvent(blocked, 'bounce', { type: 'blocked' })]);
  expect(await standing(blocked)).toMatchObject({ state: 'not_received', detail: 'blocked' });
  await post([anEvent(blocked, 'delivered')]);
  expect(await standing(blocked)).toMatchObject({ state: 'sent', detail: 'delivered' });
  expect(await contact(blocked)).toEqual({ optedOut: false, invalid: false });
});

test.each([
  ['spamreport', {}, { optedOut: true, invalid: false }],
  ['unsubscribe', {}, { optedOut: true, invalid: false }],
  ['dropped', { reason: 'Bounced Address' }, { optedOut: false, invalid: true }],
  ['dropped', { reason: 'Spam Content' }, { optedOut: false, invalid: false }],
])('%s %j teaches of the address: %j', async (event, fields, learnt) => {
  const mail = await aMail();
  await post([anEvent(mail, event, fields)]);
  expect(await contact(mail)).toEqual(learnt);
});

test('law 10: what cannot be read, is not ours, or names nothing that we have, leaves the others recorded', async () => {
  const mail = await aMail();
  const stranger = '0199a000-0000-7000-8000-000000000000';
  const response = await post([
    7,
    { event: 'delivered', sg_event_id: 'x', sg_message_id: 'y' },
    anEvent(mail, 'delivered', { sg_event_id: null }),
    anEvent(mail, 'delivered', { kept_practice: stranger }),
    anEvent(mail, 'delivered', { kept_attempt: stranger }),
    anEvent(mail, 'delivered', { response: 'half \ud800 and nothing \u0000', 'a\u0000': 1 }),
  ]);
  expect(response.statusCode).toBe(204);
  expect(await standing(mail)).toMatchObject({ state: 'sent', detail: 'delivered', receipts: 1 });
  expect(api.logged()).toContain('could not be read');
  expect(api.logged()).not.toContain('mail.example');
});

test('law 10: one that cannot be recorded leaves the others recorded, and stays to be tried again', async () => {
  const mail = await aMail();
  const tooLong = anEvent(mail, 'open', { sg_event_id: 'x'.repeat(3000).replaceAll('x', () => randomUUID()) });
  expect((await post([tooLong, anEvent(mail, 'delivered')])).statusCode).toBe(204);
  expect(await standing(mail)).toMatchObject({ state: 'sent', detail: 'delivered', receipts: 1 });
  const [stays] = await api.database.sql`DELETE FROM raw_facts RETURNING source, tries, last_code AS code`;
  expect(stays).toEqual({ source: 'email_event', tries: 1, code: 'database_rejected' });
});

describe('leaves nothing behind and is a 403', () => {
  test.each([
    ['forged', { signature: 'Zm9yZ2Vk' }],
    ['unsigned', { signature: '' }],
    ['signed with another key', { key: generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey }],
    ['signed more than five minutes ago', { at: Date.now() - 302_000 }],
  ] satisfies [string, Post][])('%s', async (_, given) => {
    const mail = await aMail();
    const response = await post([anEvent(mail, 'delivered')], given);
    expect(response.statusCode).toBe(403);
    expect(response.json<Problem>().code).toBe('forbidden');
    expect(await standing(mail)).toMatchObject({ state: 'sending', receipts: 0 });
  });
});

test("the simulator's key says nothing of a practice that is not the simulator's", async () => {
  const mail = await aMail();
  expect((await post([anEvent(mail, 'bounce', { type: 'bounce' })], { key: simulator.privateKey })).statusCode).toBe(
    204,
  );
  expect(await standing(mail)).toMatchObject({ state: 'sending', receipts: 0 });
});

test('what is signed and is no list is a 400', async () => {
  expect((await post(null, { body: '{"event":"open"}' })).statusCode).toBe(400);
});

test('is a 503 while the database is down, so that the carrier sends it again', async () => {
  const down = await openApi({ config, db: openDatabase({ url: 'postgres://nobody@127.0.0.1:1/none' }) });
  const response = await post([anEvent(await aMail(), 'delivered')], { to: down });
  expect(response.statusCode).toBe(503);
  await down.close();
});
