import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../../../config.ts';
import { raisePlan } from '../../../operations/planning/raise-plan.ts';
import { rebuildEngine } from '../../../operations/sending/rebuild-engine.ts';
import { sendMessage } from '../../../operations/sending/send-message.ts';
import { sweep } from '../../../operations/sending/sweep.ts';
import { workflowIdOf } from '../../../worker/dispatch.ts';
import { searchAttributePairs } from '../../../worker/search-attributes.ts';
import { startWorker, type RunningWorker } from '../../../worker/start-worker.ts';
import { buildWorkflowBundle } from '../../../worker/workflow-bundle.ts';
import { startTemporalServer, type TemporalServer } from '../../environment/temporal-server.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';
import { until } from '../../environment/until.ts';
import { aPractice, makeDue, messagesOf, type APractice, type AVisit } from '../operations/a-practice.ts';
import { sendDependencies } from '../operations/send-dependencies.ts';
import { aSimulator, type ASimulator } from '../simulator/a-simulator.ts';

const log = pino({ level: 'silent' });
let folder: string;
let bundle: string;
let database: TestDatabase;
let simulator: ASimulator;
let practice: APractice;
let server: TemporalServer;
let worker: RunningWorker;

beforeAll(async () => {
  [folder, database, simulator] = await Promise.all([
    mkdtemp(join(tmpdir(), 'kept-rebuild-')),
    openTestDatabase(),
    aSimulator(),
  ]);
  bundle = join(folder, 'workflows.js');
  await writeFile(bundle, await buildWorkflowBundle());
  practice = await aPractice(database);
  await startEngine();
});
afterAll(async () => {
  await endEngine();
  await simulator.close();
  await database.close();
  await rm(folder, { recursive: true });
});

/** An engine that remembers nothing, and a worker on it. */
async function startEngine(): Promise<void> {
  server = await startTemporalServer(searchAttributePairs());
  const environment = {
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: server.address,
    KEPT_SECRET: 'a secret of the tests, long enough',
    KEPT_WORKFLOW_BUNDLE: bundle,
    KEPT_SIMULATOR_URL: simulator.url,
    KEPT_SIMULATOR_ACCOUNT_SID: simulator.account.accountSid,
    KEPT_SIMULATOR_AUTH_TOKEN: simulator.account.authToken,
  };
  worker = await startWorker(readConfig(environment), environment, log);
}

/** The engine keeps all in its memory, so its end is the loss of its database. */
async function endEngine(): Promise<void> {
  await worker.stop();
  await server.close();
}

const some = (count: number): Promise<AVisit[]> => Promise.all(Array.from({ length: count }, () => practice.visit()));
const allTold = () =>
  until('the engine has every plan', async () => (await database.sql`SELECT FROM outbox`).length === 0, 30_000);

async function haveGone(messageIds: readonly string[]): Promise<boolean> {
  const others = await database.sql`
    SELECT FROM messages WHERE id = ANY(${messageIds as string[]}) AND state NOT IN ('sent', 'received')`;
  return others.length === 0;
}

const gone = (what: string, messageIds: readonly string[]) =>
  until(`${what} have gone`, () => haveGone(messageIds), 60_000);

test('law 11: an engine that lost everything goes on from PostgreSQL alone: each message that waits goes, none goes twice', async () => {
  const wentBefore = await some(3);
  const wentIds = await Promise.all(wentBefore.map((visit) => makeDue(database, visit)));
  const [soon, meanwhile, doubtful] = [await some(3), await some(3), await some(2)];
  await allTold();
  for (const { id } of wentBefore) {
    await database.db.inPractice(practice.id, (tx) =>
      raisePlan(tx, id, { name: 'settings', detail: {} }, 'is to be signalled'),
    );
  }
  await gone('those of the first engine', wentIds);
  await allTold();
  await endEngine();

  // Handed over, and nobody heard what became of it, when everything died.
  const doubtfulIds = await Promise.all(doubtful.map((visit) => makeDue(database, visit)));
  await simulator.setFaults({ reset_after: 1 });
  const sending = sendDependencies(database.db, simulator);
  for (const messageId of doubtfulIds) await sendMessage(sending, { practiceId: practice.id, messageId });
  await simulator.setFaults({});
  // While there is no engine the time of some comes, and that of others draws near.
  const meanwhileIds = await Promise.all(meanwhile.map((visit) => makeDue(database, visit)));
  const soonIds = await Promise.all(soon.map((visit) => makeDue(database, visit)));
  await database.sql`UPDATE messages SET send_at = now() + interval '8 seconds' WHERE id = ANY(${soonIds})`;

  await startEngine();
  expect(await database.sql`SELECT FROM outbox`).toHaveLength(0);
  const all = [...wentBefore, ...soon, ...meanwhile, ...doubtful];
  expect(await rebuildEngine(database.db)).toEqual({ marked: all.length });
  await allTold();
  await gone('those whose time came meanwhile', meanwhileIds);
  await gone('those whose time came later', soonIds);
  await until(
    'what was in doubt is found at the carrier',
    async () => {
      await sweep({ db: database.db, channels: sending.channels, settleLagMs: 0 });
      return haveGone(doubtfulIds);
    },
    30_000,
  );

  const accepted = (await simulator.accepted()).map(({ messageId }) => messageId).sort();
  expect(accepted).toEqual([...wentIds, ...doubtfulIds, ...meanwhileIds, ...soonIds].sort());
  // And what is days away waits in the new engine as it did in the old one.
  const connection = await Connection.connect({ address: server.address });
  const { workflow } = new Client({ connection });
  for (const { id } of all) {
    expect((await workflow.getHandle(workflowIdOf('appointment', id)).describe()).status.name).toBe('RUNNING');
  }
  await connection.close();
  const waiting = await Promise.all(
    all.map(async (visit) => (await messagesOf(database, visit)).map(({ state }) => state)),
  );
  expect(waiting.flat().filter((state) => state === 'not_sent')).toHaveLength(all.length * 2);
}, 180_000);
