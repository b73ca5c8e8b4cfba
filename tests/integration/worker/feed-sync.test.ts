import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFeedActivities } from '../../../activities/feed-activities.ts';
import { startSyncNow } from '../../../activities/start-sync.ts';
import type { Database } from '../../../db/database.ts';
import { watchFeeds } from '../../../local/watch-feeds.ts';
import { addPractice } from '../../../operations/practices/add-practice.ts';
import { startFeedSchedules } from '../../../worker/feed-schedules.ts';
import { buildWorkflowBundle } from '../../../worker/workflow-bundle.ts';
import { startTemporalServer, type TemporalServer } from '../../environment/temporal-server.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';
import { until } from '../../environment/until.ts';
import { aRow, csvOf, examplePractice } from '../operations/practice-with-feed.ts';

const folder = mkdtempSync(join(tmpdir(), 'kept-feed-sync-'));
const log = pino({ level: 'silent' });
const onTrouble = (code: string): void => {
  throw new Error(`The watch met trouble: ${code}.`);
};

let database: TestDatabase;
let server: TemporalServer;
let connection: Connection;
let client: Client;
let request: { practiceId: string; feedId: string; source: 'api' };
let stopWorkers: () => Promise<void>;
let code: string;

beforeAll(async () => {
  [database, server] = await Promise.all([openTestDatabase(), startTemporalServer()]);
  const practiceId = await addPractice(database.db, examplePractice, {
    carrier: 'configured',
    live: false,
    feedFolder: folder,
  });
  const [feed] = await database.sql<{ id: string }[]>`SELECT id FROM feeds`;
  request = { practiceId, feedId: feed!.id, source: 'api' };

  connection = await Connection.connect({ address: server.address });
  client = new Client({ connection });
  code = await buildWorkflowBundle();
  const native = await NativeConnection.connect({ address: server.address });
  const workers = await Promise.all([
    Worker.create({ connection: native, taskQueue: 'kept', workflowBundle: { code } }),
    Worker.create({
      connection: native,
      taskQueue: 'kept-feeds',
      activities: createFeedActivities({ db: database.db }),
    }),
  ]);
  const runs = workers.map((worker) => worker.run());
  stopWorkers = async () => {
    for (const worker of workers) worker.shutdown();
    await Promise.all(runs);
    await native.close();
  };
});
afterAll(async () => {
  await stopWorkers();
  await connection.close();
  await server.close();
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

async function runsOf(source: string): Promise<{ state: string; counts: Record<string, number> }[]> {
  return database.sql`SELECT state, counts FROM sync_runs WHERE source = ${source} ORDER BY started_at`;
}

test('a sync that is started now takes the feed, and the engine learns ids and states only (law 6)', async () => {
  writeFileSync(
    join(folder, 'appointments.csv'),
    csvOf([aRow({ last_name: 'Zebrowski' }), aRow({ appointment_id: '' })]),
  );
  const { workflowId, started } = await startSyncNow(client, request);
  expect(started).toBe(true);
  const ended = await client.workflow.getHandle(workflowId).result();
  expect(ended).toMatchObject({ state: 'applied' });
  expect(await runsOf('api')).toEqual([
    { state: 'applied', counts: expect.objectContaining({ rows: 2, new: 1, quarantined: 1 }) as never },
  ]);
  const history = JSON.stringify(await client.workflow.getHandle(workflowId).fetchHistory());
  for (const secret of ['Zebrowski', '7575550142', 'P-A1']) {
    expect(history).not.toContain(secret);
    expect(history).not.toContain(Buffer.from(secret).toString('base64').replace(/=+$/, ''));
  }
});

test('a feed that is refused ends the workflow in peace: the reason stands on the run', async () => {
  writeFileSync(join(folder, 'appointments.csv'), '');
  const { workflowId } = await startSyncNow(client, request);
  expect(await client.workflow.getHandle(workflowId).result()).toMatchObject({ state: 'refused' });
  const [run] = await database.sql`SELECT reason FROM sync_runs ORDER BY started_at DESC LIMIT 1`;
  expect(run).toEqual({ reason: 'empty_file' });
});

test('a sync that cannot go on ends as failed, with a code', async () => {
  writeFileSync(join(folder, 'appointments.csv'), csvOf([aRow()]));
  await database.sql`ALTER TABLE quarantine RENAME TO quarantine_hidden`;
  try {
    const { workflowId } = await startSyncNow(client, request);
    await expect(client.workflow.getHandle(workflowId).result()).rejects.toThrow();
    const [run] = await database.sql`SELECT state, reason FROM sync_runs ORDER BY started_at DESC LIMIT 1`;
    expect(run).toEqual({ state: 'failed', reason: 'database_rejected' });
  } finally {
    await database.sql`ALTER TABLE quarantine_hidden RENAME TO quarantine`;
  }
});

test('every feed has a schedule on the practice’s clocks, which follows its settings', async () => {
  const schedules = await startFeedSchedules({ db: database.db, client, log, everyMs: 50 });
  const schedule = client.schedule.getHandle(`feed:${request.feedId}`);
  const { spec, policies } = await schedule.describe();
  expect(spec.calendars?.[0]).toMatchObject({ hour: [{ start: 2, end: 2 }], minute: [{ start: 0, end: 0 }] });
  expect(spec.timezone).toBe('America/New_York');
  expect(policies).toMatchObject({ overlap: 'SKIP', catchupWindow: 12 * 60 * 60 * 1_000 });

  await database.sql`UPDATE practice_settings SET sync_at = '03:30'`;
  await until('the schedule follows the setting', async () => {
    const [calendar] = (await schedule.describe()).spec.calendars ?? [];
    return calendar?.hour[0]?.start === 3 && calendar.minute[0]?.start === 30;
  });
  await schedules.stop();
});

test('its schedule starts the sync', async () => {
  await client.schedule.getHandle(`feed:${request.feedId}`).trigger();
  const runs = await until('the scheduled sync has ended', async () => {
    const found = await runsOf('schedule');
    return found[0]?.state === 'applied' ? found : null;
  });
  expect(runs).toHaveLength(1);
});

test('a file that is dropped into the folder is taken once, when it has stopped growing', async () => {
  const watch = watchFeeds({ db: database.db, client, onTrouble, everyMs: 100 });
  try {
    writeFileSync(join(folder, 'appointments.csv'), csvOf([aRow(), aRow({ appointment_id: 'A2' })]));
    await until('the drop is applied', async () => (await runsOf('drop'))[0]?.state === 'applied');
    expect((await runsOf('drop'))[0]?.counts).toMatchObject({ rows: 2, new: 1, unchanged: 1 });

    writeFileSync(join(folder, 'appointments.csv'), csvOf([aRow(), aRow({ appointment_id: 'A3' })]));
    await until('the next drop is applied', async () => (await runsOf('drop'))[1]?.state === 'applied');
  } finally {
    await watch.stop();
  }
});

test('a watch that begins anew takes nothing that the last sync has seen', async () => {
  let looks = 0;
  const db: Database = {
    ...database.db,
    acrossPractices: (work) => {
      looks += 1;
      return database.db.acrossPractices(work);
    },
  };
  const watch = watchFeeds({ db, client, onTrouble, everyMs: 20 });
  await until('some looks at the folder', () => looks > 4);
  await watch.stop();
  expect(await runsOf('drop')).toHaveLength(2);
});

test('law 8: every sync above replays on the code that ran it: applied, refused and failed', async () => {
  const ended = await until('the ended syncs are listed', async () => {
    const runs = [];
    for await (const run of client.workflow.list({ query: "WorkflowType = 'sync'" })) runs.push(run);
    return runs.length > 5 && runs.every((run) => run.status.name !== 'RUNNING') ? runs : null;
  });
  const histories = await Promise.all(
    ended.map(async ({ workflowId, runId }) => ({
      workflowId,
      history: await client.workflow.getHandle(workflowId, runId).fetchHistory(),
    })),
  );
  for await (const { error } of Worker.runReplayHistories({ workflowBundle: { code } }, histories)) {
    expect(error).toBeUndefined();
  }
});
