import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { buildApp } from '../../../api/app.ts';
import { createChannels } from '../../../channels/create-channels.ts';
import { readConfig } from '../../../config.ts';
import { createLinks } from '../../../domain/links/links.ts';
import { createTemplateRenderer } from '../../../domain/templates/render.ts';
import { anyFreePort } from '../../../local/free-port.ts';
import { sendMessage } from '../../../operations/send-message.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';
import { until } from '../../environment/until.ts';
import { anEngine } from '../api/open-api.ts';
import { aCallingPractice, type ACallingPractice } from '../operations/a-calling-practice.ts';
import { aSimulator, type ASimulator } from '../simulator/a-simulator.ts';

let database: TestDatabase;
let practice: ACallingPractice;
let simulator: ASimulator;
let app: ReturnType<typeof buildApp>;
let send: (messageId: string) => ReturnType<typeof sendMessage>;

beforeAll(async () => {
  database = await openTestDatabase();
  practice = await aCallingPractice(database);
  const port = await anyFreePort();
  const publicUrl = `http://127.0.0.1:${String(port)}`;
  simulator = await aSimulator({ webhookBase: publicUrl, pace: { secondMs: 6 } });
  const config = readConfig({
    KEPT_PUBLIC_URL: publicUrl,
    KEPT_SECRET: 'a secret of the test, long enough',
    KEPT_SIMULATOR_URL: simulator.url,
    KEPT_SIMULATOR_ACCOUNT_SID: simulator.account.accountSid,
    KEPT_SIMULATOR_AUTH_TOKEN: simulator.account.authToken,
  });
  app = buildApp({ db: database.db, config, engine: anEngine(), logger: pino({ level: 'silent' }) });
  await app.listen({ host: '127.0.0.1', port });
  const deps = {
    db: database.db,
    channels: createChannels(config.carriers, publicUrl),
    renderer: createTemplateRenderer(),
    links: createLinks(config),
    monotonicNow: () => performance.now(),
  };
  send = (messageId) => sendMessage(deps, { practiceId: practice.id, messageId });
});
afterEach(() => simulator.setFaults({}));
afterAll(async () => {
  await app.close();
  await simulator.close();
  await database.close();
});

/** What a phone does when it is called, and which key its patient presses. */
async function phone({ phone: e164 }: { phone: string }, calls: string, behaviour = 'silent'): Promise<void> {
  await simulator.call('PUT', '/patients', { phones: [{ e164, calls, behaviour }] });
}

interface Standing {
  readonly state: string;
  readonly detail: string | null;
  readonly heard: boolean | null;
  readonly answer: string;
  readonly retryAt: Date | null;
  readonly visitAnswer: string;
}

async function standing(messageId: string): Promise<Standing> {
  const [row] = await database.sql<[Standing]>`
    SELECT message.state, message.detail, heard_to_end AS heard, message.answer, retry_at AS "retryAt",
      visit.answer AS "visitAnswer"
    FROM messages message JOIN appointments visit ON visit.id = message.subject_id WHERE message.id = ${messageId}`;
  return row;
}

interface Call {
  readonly sid: string;
  readonly status: string;
  readonly heard: readonly { by: string; text: string }[];
}

/** Sends the message and waits until its call is over and everything that follows was recorded. */
async function called(messageId: string): Promise<Call> {
  await send(messageId);
  return over(messageId);
}

async function over(id: string): Promise<Call> {
  return until('the call is over and reported', async () => {
    const call = (await simulator.call('GET', `/calls/${id}`)).body as Call;
    if (!['completed', 'busy', 'no-answer', 'failed'].includes(call.status)) return null;
    const told = await database.sql`SELECT FROM receipts WHERE carrier_id = ${call.sid} AND status = ${call.status}`;
    return told.length > 0 && call;
  });
}

const lines = ({ heard }: Call): string[] => heard.filter(({ by }) => by === 'line').map(({ text }) => text);

test('a call that is answered with key 1 confirms the visit', async () => {
  const { visit, messageId } = await practice.due();
  await phone(visit, 'answers', 'confirms');
  const call = await called(messageId);
  expect(lines(call)[0]).toMatch(/^Hello\. This is Harbor Clinic, with a message for Zebulina\. You have a visit on /);
  expect(lines(call).slice(1)).toEqual([
    'To confirm, press 1. If you cannot come, press 9. To end automated calls and texts to this number, press 8.',
    'Thank you. Your visit is confirmed. Goodbye.',
  ]);
  expect(await standing(messageId)).toMatchObject({
    state: 'received',
    detail: 'human',
    heard: true,
    answer: 'confirmed',
    visitAnswer: 'confirmed',
  });
});
