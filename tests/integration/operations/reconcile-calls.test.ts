import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { reconcile } from '../../../operations/sending/reconcile.ts';
import { sendMessage, type SendDependencies } from '../../../operations/sending/send-message.ts';
import { sweep } from '../../../operations/sending/sweep.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';
import { until } from '../../environment/until.ts';
import { aSimulator, type ASimulator } from '../simulator/a-simulator.ts';
import { aCallingPractice, type ACallingPractice } from './a-calling-practice.ts';
import { sendDependencies } from './send-dependencies.ts';

const minute = 60_000;
let ahead = 0;
let database: TestDatabase;
let practice: ACallingPractice;
let simulator: ASimulator;
let sending: SendDependencies;

beforeAll(async () => {
  database = await openTestDatabase({ clock: () => Date.now() + ahead });
  // Its reports go nowhere.
  simulator = await aSimulator();
  sending = sendDependencies(database.db, simulator);
});
afterAll(async () => {
  await simulator.close();
  await database.close();
});
beforeEach(async () => {
  ahead = 0;
  await database.sql`UPDATE practices SET carrier = 'configured'`;
  practice = await aCallingPractice(database);
});

const deps = () => ({ ...sending, settleLagMs: 5 * minute });

/** A call to a phone that is busy, over at the carrier. */
async function busyCall(): Promise<string> {
  const { visit, messageId } = await practice.due();
  await simulator.call('PUT', '/patients', {
    phones: [{ e164: visit.phone, calls: 'busy', behaviour: 'silent', yours: false }],
  });
  await sendMessage(sending, { practiceId: practice.id, messageId });
  await until('the call is over', async () => {
    const accepted = await simulator.accepted();
    return accepted.some((one) => one.messageId === messageId && one.status === 'busy');
  });
  return messageId;
}

async function standing(messageId: string) {
  const [row] = await database.sql<[{ state: string; retries: boolean }]>`
    SELECT state, retry_at IS NOT NULL AS retries FROM messages WHERE id = ${messageId}`;
  return row;
}

test('a call whose end was not reported is made again once the carrier’s log has told', async () => {
  const messageId = await busyCall();
  expect(await standing(messageId)).toEqual({ state: 'sent', retries: false });
  expect(await reconcile(deps())).toMatchObject({ agreed: 1, reported: 1, found: 0, strangers: 0, missing: 0 });
  expect(await standing(messageId)).toEqual({ state: 'sent', retries: true });
  expect(await reconcile(deps())).toMatchObject({ agreed: 1, reported: 0 });
});

test('the sweep asks after a call that nothing more was said of', async () => {
  const messageId = await busyCall();
  ahead = 11 * minute;
  expect((await sweep(deps())).reported).toBe(1);
  expect(await standing(messageId)).toEqual({ state: 'sent', retries: true });
});

test('law 1: a call in doubt that the carrier made is found by its ends and its time', async () => {
  await simulator.setFaults({ reset_after: 1 });
  const messageId = await busyCall();
  await simulator.setFaults({});
  expect(await standing(messageId)).toMatchObject({ state: 'sending' });
  expect(await reconcile(deps())).toMatchObject({ agreed: 0, found: 1, strangers: 0 });
  expect(await standing(messageId)).toMatchObject({ state: 'sent' });
});
