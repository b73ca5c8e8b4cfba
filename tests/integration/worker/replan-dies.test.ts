import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { manyVisits, type ManyVisits } from '../../../bench/replan/many-visits.ts';
import { changeSettings } from '../../../operations/settings/change-settings.ts';
import { buildWorkflowBundle } from '../../../worker/workflow-bundle.ts';
import { startTemporalServer, type TemporalServer } from '../../environment/temporal-server.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';
import { until } from '../../environment/until.ts';

const messages = 2_500;
let database: TestDatabase;
let server: TemporalServer;
let client: Client;
let folder: string;
let practice: ManyVisits;
const workers: ChildProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kept-replan-'));
  const bundle = async (): Promise<void> => writeFile(join(folder, 'bundle.js'), await buildWorkflowBundle());
  [database, server] = await Promise.all([openTestDatabase(), startTemporalServer(), bundle()]);
  client = new Client({ connection: await Connection.connect({ address: server.address }) });
  practice = await manyVisits(database, messages);
}, 120_000);
afterAll(async () => {
  for (const worker of workers) worker.kill('SIGKILL');
  await client.connection.close();
  await server.close();
  await until('the workers’ connections are gone', async () => {
    const left = await database.sql`SELECT FROM pg_stat_activity WHERE application_name = 'dying'`;
    return left.length === 0;
  });
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

async function startWorker(): Promise<ChildProcess> {
  const program = fileURLToPath(new URL('replan-worker.ts', import.meta.url));
  const given = [database.url, server.address, join(folder, 'bundle.js')];
  const worker = fork(program, given, { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  workers.push(worker);
  await once(worker, 'message');
  return worker;
}

test('a worker that is killed while thousands of plans follow a change loses and doubles none, and one in hand keeps its time', async () => {
  const { practiceId, by } = practice;
  const save = (values: object, version: number) =>
    changeSettings(database.db, practiceId, { area: 'settings', facilityId: null, values: { ...values }, version, by });
  const [inHand] = await database.sql<[{ id: string; subjectId: string; sendAt: Date }]>`
    UPDATE messages SET state = 'sending', body = 'Words'
    WHERE subject_id = (SELECT id FROM appointments ORDER BY starts_at DESC, id DESC LIMIT 1)
    RETURNING id, subject_id AS "subjectId", send_at AS "sendAt"`;
  const { changeId } = await save({ text_from: '17:00', text_to: '21:00' }, 0);
  const replan = async () =>
    (
      await database.sql<[{ state: string; planned: number; changed: number; visits: number }]>`
      SELECT state, planned, changed, visits FROM replans WHERE change_id = ${changeId}`
    )[0];

  const first = await startWorker();
  const handle = await client.workflow.start('replan', {
    taskQueue: 'kept',
    workflowId: `replan:${practiceId}`,
    args: [practiceId],
  });
  // The last visit is held, so that the worker dies before it has planned them all, however fast it is.
  await database.sql.begin(async (held) => {
    await held`SELECT FROM subjects WHERE id = ${inHand.subjectId} FOR UPDATE`;
    await until('some plans follow', async () => (await replan()).planned > 0, 60_000);
    first.kill('SIGKILL');
    await once(first, 'exit');
  });
  const died = await replan();
  expect(died).toMatchObject({ state: 'running', visits: messages });
  expect(died.planned).toBeLessThan(messages);

  await startWorker();
  await handle.result();
  expect(await replan()).toEqual({ state: 'done', visits: messages, planned: messages, changed: messages });
  const [found] = await database.sql`
    SELECT count(*)::int AS all, count(DISTINCT subject_id)::int AS visits,
      count(*) FILTER (WHERE to_char(send_at AT TIME ZONE 'America/New_York', 'HH24:MI') >= '17:00')::int AS moved
    FROM messages WHERE id <> ${inHand.id}`;
  expect(found).toEqual({ all: messages - 1, visits: messages - 1, moved: messages - 1 });
  expect(await database.sql`SELECT state, body, send_at FROM messages WHERE id = ${inHand.id}`).toEqual([
    { state: 'sending', body: 'Words', send_at: inHand.sendAt },
  ]);
  const raised = await database.sql`
    SELECT count(*)::int, max(version) FROM plan_changes WHERE detail->>'changeId' = ${changeId}`;
  expect(raised).toEqual([{ count: messages, max: 1 }]);
}, 180_000);
