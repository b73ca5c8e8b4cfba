import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createReplanActivities } from '../../../activities/replan-activities.ts';
import { addApiKey } from '../../../operations/practices/add-api-key.ts';
import { changeSettings } from '../../../operations/settings/change-settings.ts';
import { startReplans } from '../../../worker/start-replans.ts';
import { buildWorkflowBundle } from '../../../worker/workflow-bundle.ts';
import { startTemporalServer, type TemporalServer } from '../../environment/temporal-server.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';
import { until } from '../../environment/until.ts';
import { aPractice, messagesOf } from '../operations/a-practice.ts';

let database: TestDatabase;
let server: TemporalServer;
let connection: NativeConnection;
let client: Client;
let code: string;
let worker: Worker;
let running: Promise<void>;

beforeAll(async () => {
  [database, server, { code }] = await Promise.all([openTestDatabase(), startTemporalServer(), buildBundle()]);
  connection = await NativeConnection.connect({ address: server.address });
  client = new Client({ connection: await Connection.connect({ address: server.address }) });
  worker = await Worker.create({
    connection,
    taskQueue: 'kept',
    workflowBundle: { code },
    activities: createReplanActivities({ db: database.db }),
  });
  running = worker.run();
});
afterAll(async () => {
  worker.shutdown();
  await running;
  await client.connection.close();
  await connection.close();
  await server.close();
  await database.close();
});

const buildBundle = async () => ({ code: await buildWorkflowBundle() });

test('law 8: a change that the engine was not told of is found, its plans follow, and the run’s history replays', async () => {
  const practice = await aPractice(database);
  await addApiKey(database.db, { name: 'desk', practiceSlug: practice.slug });
  const [key] = await database.sql<[{ id: string }]>`SELECT id FROM api_keys WHERE practice_id = ${practice.id}`;
  const visit = await practice.visit();
  const saved = await changeSettings(database.db, practice.id, {
    area: 'settings',
    facilityId: null,
    values: { text_mode: 'off' },
    version: 0,
    by: { keyId: key.id, keyName: 'desk' },
  });

  const replans = startReplans({ db: database.db, client, log: pino({ level: 'silent' }), everyMs: 50 });
  await until('the plans follow', async () => {
    const [replan] = await database.sql`SELECT state FROM replans WHERE change_id = ${saved.changeId}`;
    return replan?.['state'] === 'done';
  });
  await replans.stop();

  expect((await messagesOf(database, visit)).map(({ reason }) => reason)).toEqual(Array(3).fill('channel_off'));
  const handle = client.workflow.getHandle(`replan:${practice.id}`);
  await handle.result();
  const history = await handle.fetchHistory();
  await Worker.runReplayHistory({ workflowBundle: { code } }, history);
});
