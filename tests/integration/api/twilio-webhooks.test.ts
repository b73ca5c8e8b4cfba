import webhooks from 'twilio/lib/webhooks/webhooks.js';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Problem } from '../../../api/schemas/problem.ts';
import { openDatabase } from '../../../db/database.ts';
import { openApi, type OpenApi } from './open-api.ts';
import { plantPractice, type PlantedPractice } from './planted-practice.ts';

const publicUrl = 'https://kept.example';
let api: OpenApi;
let practice: PlantedPractice;
let sender: string;

beforeAll(async () => {
  api = await openApi();
  practice = await plantPractice(api.database.sql, 'tidewater');
  const [row] = await api.database.sql<[{ address: string }]>`SELECT address FROM senders`;
  sender = row.address;
});
afterAll(() => api.close());

interface Call {
  readonly path: string;
  readonly form: Record<string, string>;
  readonly token?: string;
  readonly signature?: string;
  readonly to?: OpenApi;
}

/** Calls as the carrier does: the form's bytes as they are, signed over the public address. What was stored is read. */
async function call({ path, form, token = 'old-token', signature, to = api }: Call) {
  const signed = signature ?? webhooks.getExpectedTwilioSignature(token, publicUrl + path, form);
  const response = await to.app.inject({
    method: 'POST',
    url: path,
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signed, host: 'inside:3000' },
    payload: new URLSearchParams(form).toString(),
  });
  await api.read();
  return response;
}

const text = (changes: Record<string, string> = {}) => ({
  AccountSid: 'ACconfigured',
  MessageSid: `SM${String(Math.random())}`,
  From: '+17575550123',
  To: sender,
  Body: 'what time again? ¿a qué hora? + & =',
  ...changes,
});

const repliesKept = async () => {
  const [row] = await api.database.sql<[{ count: number }]>`SELECT count(*)::int AS count FROM replies`;
  return row.count;
};

describe('a text', () => {
  test('that the account signed is kept untouched and answered with an empty TwiML', async () => {
    const form = text();
    const response = await call({ path: '/webhooks/twilio/text', form });
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toContain('text/xml');
    expect(response.body).toContain('<Response/>');
    const rows = await api.database.sql`SELECT body, outcome FROM replies WHERE carrier_id = ${form.MessageSid}`;
    expect(rows).toEqual([{ body: 'what time again? ¿a qué hora? + & =', outcome: 'unclear' }]);
  });

  test('keeps its words where pictures came with it, which are left out and counted', async () => {
    const form = text({ NumMedia: '2', MediaUrl0: 'https://media.example/1', MediaUrl1: 'https://media.example/2' });
    expect((await call({ path: '/webhooks/twilio/text', form })).statusCode).toBe(200);
    const rows = await api.database.sql`
      SELECT body, media_left_out AS "mediaLeftOut" FROM replies WHERE carrier_id = ${form.MessageSid}`;
    expect(rows).toEqual([{ body: form.Body, mediaLeftOut: 2 }]);
  });

  test('keeps its words where Postgres does not hold a character of them', async () => {
    const form = text({ Body: 'half\0way' });
    expect((await call({ path: '/webhooks/twilio/text', form })).statusCode).toBe(200);
    const rows = await api.database.sql`SELECT body FROM replies WHERE carrier_id = ${form.MessageSid}`;
    expect(rows).toEqual([{ body: 'half\ufffdway' }]);
  });

  test('to a number that is nobody’s, or of a practice of another account, is answered and leaves nothing', async () => {
    const before = await repliesKept();
    const stored = () => api.database.sql`SELECT FROM raw_facts`;
    const strangers = await call({ path: '/webhooks/twilio/text', form: text({ To: '+12025550199' }) });
    expect(strangers.statusCode).toBe(200);
    const others = { form: text({ AccountSid: 'ACsimulator' }), token: 'simulator-token' };
    expect((await call({ path: '/webhooks/twilio/text', ...others })).statusCode).toBe(200);
    expect(await repliesKept()).toBe(before);
    expect(await stored()).toHaveLength(0);
  });

  test('may be signed with either token while one replaces the other', async () => {
    expect((await call({ path: '/webhooks/twilio/text', form: text(), token: 'new-token' })).statusCode).toBe(200);
  });

  describe('leaves nothing behind and is a 403', () => {
    let before: number;
    beforeEach(async () => {
      before = await repliesKept();
    });

    test.each([
      ['forged', { signature: 'Zm9yZ2Vk' }],
      ['unsigned', { signature: '' }],
      ['of another account’s token', { token: 'simulator-token' }],
      ['of an account that is not ours', { form: { AccountSid: 'ACstranger' } }],
      ['without an account', { form: { AccountSid: '' } }],
      [
        'signed over another address',
        { signature: webhooks.getExpectedTwilioSignature('old-token', 'http://inside:3000/webhooks/twilio/text', {}) },
      ],
    ])('%s', async (_, { form, ...how }: { form?: Record<string, string>; token?: string; signature?: string }) => {
      const response = await call({ path: '/webhooks/twilio/text', form: text(form), ...how });
      expect(response.statusCode).toBe(403);
      expect(response.headers['content-type']).toBe('application/problem+json');
      expect(response.json<Problem>().code).toBe('forbidden');
      expect(await repliesKept()).toBe(before);
    });

    test('what is changed after it was signed', async () => {
      const form = text();
      const signature = webhooks.getExpectedTwilioSignature('old-token', `${publicUrl}/webhooks/twilio/text`, form);
      const response = await call({ path: '/webhooks/twilio/text', form: { ...form, Body: 'Y' }, signature });
      expect(response.statusCode).toBe(403);
      expect(await repliesKept()).toBe(before);
    });

    test('what is no form', async () => {
      const response = await api.app.inject({
        method: 'POST',
        url: '/webhooks/twilio/text',
        payload: { AccountSid: 'ACconfigured' },
      });
      expect(response.statusCode).toBe(403);
    });
  });

  test('that is signed and lacks a field is a 400 that names it', async () => {
    const response = await call({ path: '/webhooks/twilio/text', form: { AccountSid: 'ACconfigured', Body: 'Y' } });
    expect(response.statusCode).toBe(400);
    expect(response.json<Problem>().detail).toContain('MessageSid');
  });

  test('is a 503 while the database is down, so that the carrier calls again', async () => {
    const down = await openApi({ db: openDatabase({ url: 'postgres://nobody@127.0.0.1:1/none' }) });
    const response = await call({ path: '/webhooks/twilio/text', form: text(), to: down });
    expect(response.statusCode).toBe(503);
    expect(response.json<Problem>().code).toBe('database_unavailable');
    await down.close();
  });
});

describe('a status', () => {
  const ids = { message: '', attempt: '' };
  const path = (changes: Record<string, string> = {}) =>
    `/webhooks/twilio/status?${new URLSearchParams({ practice: practice.id, ...ids, ...changes }).toString()}`;
  const status = (word: string, more: Record<string, string> = {}) => ({
    AccountSid: 'ACconfigured',
    MessageSid: 'SM1',
    MessageStatus: word,
    ...more,
  });

  beforeAll(async () => {
    const message = await practice.message(await practice.visit(), { state: 'sent' });
    ids.message = message.id;
    ids.attempt = await practice.row('attempts', {
      message_id: message.id,
      number: 1,
      sender_id: practice.senderId,
      contact_point_id: message.contactPointId,
      opened_at: '2026-11-23T13:00:00Z',
      hand_over_by: '2026-11-23T13:00:05Z',
    });
  });

  test('is kept whole and moves the message that its address names', async () => {
    const response = await call({ path: path(), form: status('delivered', { RawDlrDoneDate: '2611231500' }) });
    expect(response.statusCode).toBe(204);
    const [kept] = await api.database.sql`SELECT status, raw, message_id AS "messageId" FROM receipts`;
    expect(kept).toMatchObject({ status: 'delivered', messageId: ids.message, raw: { RawDlrDoneDate: '2611231500' } });
    const [message] = await api.database.sql`SELECT state FROM messages WHERE id = ${ids.message}`;
    expect(message).toEqual({ state: 'received' });
  });

  test('law 7: that another account of ours signed is a 403, and nothing of it is kept', async () => {
    const kept = () => api.database.sql`SELECT count(*)::int AS count FROM receipts`;
    const before = await kept();
    const form = { ...status('failed'), AccountSid: 'ACsimulator' };
    const response = await call({ path: path(), form, token: 'simulator-token' });
    expect(response.statusCode).toBe(403);
    expect(await kept()).toEqual(before);
  });

  test('with an address that was changed is a 403, and with one that names nothing a 400', async () => {
    const signature = webhooks.getExpectedTwilioSignature('old-token', publicUrl + path(), status('failed'));
    const stranger = '0199a000-0000-7000-8000-000000000000';
    const changed = await call({ path: path({ message: stranger }), form: status('failed'), signature });
    expect(changed.statusCode).toBe(403);
    const nothing = await call({ path: '/webhooks/twilio/status?practice=x', form: status('failed') });
    expect(nothing.statusCode).toBe(400);
    expect(
      nothing
        .json<Problem>()
        .errors?.map((error) => error.path)
        .sort(),
    ).toEqual(['query.attempt', 'query.message', 'query.practice']);
  });
});
