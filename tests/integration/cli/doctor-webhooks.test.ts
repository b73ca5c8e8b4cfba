import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkNumberWebhooks } from '../../../cli/doctor/check-number-webhooks.ts';
import { readConfig } from '../../../config.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';
import { aPractice } from '../operations/a-practice.ts';

const here = 'https://kept.example/webhooks/twilio';
const [texts, calls, pooled] = ['+17575560101', '+17575560102', '+17575560103'];
const right = { sms_method: 'POST', sms_url: `${here}/text`, voice_method: 'POST', voice_url: `${here}/voice` };
let numbers: Record<string, string>[] = [];
let carrier: Server;
let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase();
  await aPractice(database, {
    file: {
      senders: [
        { channel: 'text', address: texts },
        { channel: 'voice', address: calls },
        { channel: 'text', address: `MG${'5'.repeat(32)}`, numbers: [pooled] },
      ],
    },
  });
  await database.sql`UPDATE practices SET carrier = 'configured', slug = 'tidewater'`;
  // As the carrier's list of an account's numbers is.
  carrier = createServer((request, response) => {
    const known =
      request.url?.startsWith(`/2010-04-01/Accounts/AC${'0'.repeat(32)}/IncomingPhoneNumbers.json`) ?? false;
    response.writeHead(known ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ incoming_phone_numbers: numbers, page: 0, page_size: 1000, next_page_uri: null }));
  });
  await new Promise<void>((resolve) => carrier.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await new Promise((resolve) => {
    carrier.close(resolve);
    carrier.closeAllConnections();
  });
  await database.close();
});

const checked = (port = (carrier.address() as AddressInfo).port) =>
  checkNumberWebhooks(
    readConfig({
      DATABASE_URL: database.url,
      KEPT_PUBLIC_URL: 'https://kept.example',
      TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
      TWILIO_AUTH_TOKEN: 'a-token-of-the-test',
      TWILIO_BASE_URL: `http://127.0.0.1:${String(port)}`,
    }),
    database.db,
  );

test('all is well where each number brings its texts and its calls here', async () => {
  numbers = [
    { phone_number: texts, ...right },
    { phone_number: calls, ...right, sms_url: '' },
    { phone_number: pooled, ...right, sms_url: '' },
  ];
  expect(await checked()).toMatchObject([{ check: 'webhooks', ok: true }]);
});

test('a webhook that leads elsewhere, or nowhere, and a number that is not the account’s are named', async () => {
  numbers = [
    { phone_number: texts, ...right, sms_url: '', voice_method: 'GET' },
    { phone_number: pooled, ...right, voice_application_sid: `AP${'1'.repeat(32)}` },
  ];
  const [webhooks] = await checked();
  expect(webhooks).toMatchObject({ ok: false });
  expect(webhooks?.says).toBe(
    `Set these webhooks at the carrier: ${texts} of tidewater takes voice to GET ${here}/voice, not to POST ${here}/voice; ` +
      `${texts} of tidewater takes text to nowhere, not to POST ${here}/text; ${calls} of tidewater is no number of the account; ` +
      `${pooled} of tidewater takes voice to AP${'1'.repeat(32)}, not to POST ${here}/voice.`,
  );
});

test('a carrier that does not answer is named, and its token is not', async () => {
  const [webhooks] = await checked(1);
  expect(webhooks).toMatchObject({ ok: false, says: expect.stringContaining('does not tell') });
  expect(JSON.stringify(webhooks)).not.toContain('a-token');
});
