import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SendRequest } from '../../../activities/send-activities.ts';
import type { Plan } from '../../../domain/planning/plan.ts';
import { queueOptions } from '../../../worker/channel-queues.ts';
import { dispatch, keptQueue, workflowIdOf } from '../../../worker/dispatch.ts';
import { searchAttributePairs } from '../../../worker/search-attributes.ts';
import { buildWorkflowBundle } from '../../../worker/workflow-bundle.ts';
import { startTemporalServer, type TemporalServer } from '../../environment/temporal-server.ts';
import { until } from '../../environment/until.ts';

const perSecond = 20;
let server: TemporalServer;
let connection: NativeConnection;
let client: Client;

beforeAll(async () => {
  server = await startTemporalServer(searchAttributePairs());
  connection = await NativeConnection.connect({ address: server.address });
  client = new Client({ connection: await Connection.connect({ address: server.address }) });
});
afterAll(async () => {
  await client.connection.close();
  await connection.close();
  await server.close();
});

/** Brings `count` subjects to the engine, each with one text that is due, and returns the ids of their runs. */
async function due(count: number, type: 'appointment' | 'message', practiceId: string): Promise<string[]> {
  const now = Date.now();
  const plan: Plan = {
    version: 1,
    answer: 'none',
    pms: 'scheduled',
    visitAt: now,
    entries: [{ messageId: '', channel: 'text', at: now }],
    endsAt: now,
  };
  return Promise.all(
    Array.from({ length: count }, async () => {
      const [subjectId, messageId] = [randomUUID(), randomUUID()];
      const own = { ...plan, entries: [{ ...plan.entries[0]!, messageId }] };
      const mark = { subjectId, practiceId, version: 1, signal: 'replanned', priority: 1 } as const;
      const subject = { subjectId, type, facilityId: null, engineVersion: 0, parkedUntil: null };
      await dispatch(client, { mark, plan: own, subject }, now);
      return workflowIdOf(type, subjectId);
    }),
  );
}

/** Whether every one of these runs has given its send to the queue. */
async function allWait(runs: readonly string[]): Promise<boolean> {
  const descriptions = await Promise.all(runs.map((id) => client.workflow.getHandle(id).describe()));
  return descriptions.every(({ raw }) => raw.pendingActivities?.length === 1);
}

test('a queue keeps its pace; answers go first, and practices take turns', async () => {
  const order: string[] = [];
  const send = ({ practiceId }: SendRequest): Promise<Plan> => {
    order.push(practiceId);
    const over = { answer: 'none', pms: 'scheduled', visitAt: 0, endsAt: 0 } as const;
    return Promise.resolve({ ...over, version: 2, entries: [] });
  };
  const workflows = await Worker.create({
    connection,
    taskQueue: keptQueue,
    workflowBundle: { code: await buildWorkflowBundle() },
  });
  const ran = workflows.run();
  const large = await due(60, 'appointment', 'large');
  const small = await due(20, 'appointment', 'small');
  const answers = await due(5, 'message', 'answers');
  await until('all wait for the carrier', () => allWait([...large, ...small, ...answers]), 50_000);

  const rate = { text: perSecond, voice: null, email: null };
  const started = performance.now();
  const texts = await Worker.create({ connection, ...queueOptions('text', rate), activities: { send } });
  const sending = texts.run();
  await until('all are sent', () => order.length === 85, 100_000);
  const seconds = (performance.now() - started) / 1_000;
  workflows.shutdown();
  texts.shutdown();
  await Promise.all([ran, sending]);

  // As they came the answers were the last five, and nobody of the small practice stood among the first sixty. The engine lets some
  // through at the start, before it has seen all that waits.
  expect(order.slice(0, 40).filter((practiceId) => practiceId === 'answers')).toHaveLength(5);
  expect(order.slice(0, 50).filter((practiceId) => practiceId === 'small').length).toBeGreaterThanOrEqual(5);
  // A second's worth may go at once; the rest at the pace. A busy machine only makes it slower.
  expect(seconds).toBeGreaterThanOrEqual((order.length - 1.5 * perSecond) / perSecond);
}, 180_000);
