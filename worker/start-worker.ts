import { Worker, type WorkerOptions } from '@temporalio/worker';
import type { Logger } from 'pino';
import { createFeedActivities } from '../activities/feed-activities.ts';
import { createReplanActivities } from '../activities/replan-activities.ts';
import { createSendActivities } from '../activities/send-activities.ts';
import { createUpkeepActivities } from '../activities/upkeep-activities.ts';
import { createChannels } from '../channels/create-channels.ts';
import { pacedChannels } from '../channels/pace.ts';
import type { Config } from '../config.ts';
import { openDatabase } from '../db/database.ts';
import { createLinks } from '../domain/links/links.ts';
import { createTemplateRenderer } from '../domain/templates/render.ts';
import { bringPlans } from './bring-plans.ts';
import { queueOptions } from './channel-queues.ts';
import { keptQueue } from './dispatch.ts';
import { startFactReader } from './fact-reader.ts';
import { startFeedSchedules } from './feed-schedules.ts';
import { startRelay } from './relay.ts';
import { registerSearchAttributes } from './search-attributes.ts';
import { startReplans } from './start-replans.ts';
import { openTemporalClient, openWorkerConnection } from './temporal-connection.ts';
import { scheduleUpkeep } from './upkeep-schedules.ts';
import { createWorkerMetrics } from './worker-metrics.ts';
import { findWorkflowBundle } from './workflow-bundle.ts';

/**
 * Runs that a worker keeps in its memory. One that is woken costs it about 100 kB of heap and 270 kB in all (docs/benchmarks.md),
 * so these are 0.27 GB at most. Left out, the SDK takes 121 of a heap of 384 MB, and what is at work beyond that is replayed at
 * each step. A run that sleeps for days need not be here: it is replayed when it wakes.
 */
const maxCachedWorkflows = 1_000;

export interface RunningWorker {
  /** Takes no new work, finishes what is in hand, and gives everything back. */
  stop(): Promise<void>;
  /** Settles when a worker has ended, by `stop` or because it could not go on. */
  readonly ended: Promise<void>;
}

/**
 * The worker process: one worker for the workflows and one for each queue of activities, the relay, the reader, and the schedules. Any number
 * of these processes may run.
 */
export async function startWorker(config: Config, environment: NodeJS.ProcessEnv, log: Logger): Promise<RunningWorker> {
  const workflowBundle = await findWorkflowBundle(config.workflowBundle);
  const metrics = createWorkerMetrics();
  const pool = { url: config.databaseUrl, applicationName: 'kept worker' };
  const db = openDatabase(pool);
  const sendingDb = openDatabase({ ...pool, plansOnce: true });
  // Of its own: when many reports come at once, sends do not wait for a connection.
  const readingDb = openDatabase({ ...pool, plansOnce: true, poolSize: 6 });
  const { client, connection: clientConnection } = openTemporalClient(environment);
  const { connection, namespace } = await openWorkerConnection(environment);
  await registerSearchAttributes(clientConnection, namespace);

  const channels = createChannels(config.carriers, config.publicUrl);
  const common = { connection, namespace, shutdownGraceTime: '10s' } satisfies Partial<WorkerOptions>;
  const sending = createSendActivities({
    db: sendingDb,
    channels: pacedChannels(channels, config.perSecond, () => performance.now()),
    renderer: createTemplateRenderer(),
    links: createLinks(config),
    monotonicNow: () => performance.now(),
  });
  const workers = await Promise.all([
    Worker.create({
      ...common,
      taskQueue: keptQueue,
      maxCachedWorkflows,
      workflowBundle,
      activities: {
        ...createUpkeepActivities({
          db,
          channels,
          settleLagMs: config.settleLagMs,
          onSwept: metrics.swept,
          onReconciled: metrics.reconciled,
        }),
        ...createReplanActivities({ db }),
      },
    }),
    ...(['text', 'voice', 'email'] as const).map((channel) =>
      Worker.create({ ...common, ...queueOptions(channel, config.perSecond), activities: sending }),
    ),
    Worker.create({ ...common, taskQueue: 'kept-feeds', activities: createFeedActivities({ db }) }),
  ]);
  const runs = workers.map((worker) => worker.run());
  const relay = await startRelay({ db, client, log, onBrought: metrics.relayed });
  const bringing = { db: readingDb, client, log, withinMs: 2_000, onBrought: metrics.relayed };
  const reader = await startFactReader({
    db: readingDb,
    log,
    bring: (plans, now) => bringPlans(bringing, plans, now),
    onBatch: metrics.read,
  });
  await scheduleUpkeep(client);
  const replans = startReplans({ db, client, log });
  const feedSchedules = await startFeedSchedules({ db, client, log });

  return {
    ended: Promise.race(runs),
    async stop() {
      await feedSchedules.stop();
      await replans.stop();
      await reader.stop();
      await relay.stop();
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      await Promise.allSettled(runs);
      await clientConnection.close();
      await connection.close();
      await Promise.all([db.close(), sendingDb.close(), readingDb.close()]);
    },
  };
}
