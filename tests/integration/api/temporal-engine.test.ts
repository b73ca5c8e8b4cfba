import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporalEngine } from '../../../api/temporal-engine.ts';
import { searchAttributePairs } from '../../../worker/search-attributes.ts';
import { startTemporalServer, type TemporalServer } from '../../environment/temporal-server.ts';
import { aPlan, aText } from '../../workflow/a-plan.ts';
import { Engine } from '../../workflow/carried-out.ts';

const hour = 3_600_000;
let server: TemporalServer;
let running: Engine;
let connection: Connection;
let now: number;

beforeAll(async () => {
  server = await startTemporalServer(searchAttributePairs());
  running = await Engine.start(await TestWorkflowEnvironment.createFromExistingServer({ address: server.address }));
  connection = await Connection.connect({ address: server.address });
  now = await running.now();
});
afterAll(async () => {
  await connection.close();
  await running.stop();
  await server.close();
});

const engine = () => temporalEngine(new Client({ connection }));

describe('a visit’s workflow', () => {
  test('says what it knows once it is awake', async () => {
    const [visit, due, later] = [randomUUID(), randomUUID(), randomUUID()];
    const entries = [aText(due, now), aText(later, now + hour)];
    await running.tell(visit, 'replanned', aPlan({ visitAt: now + 2 * hour, entries }));
    await expect.poll(() => running.sentSince(now, due).length, { timeout: 45_000 }).toBe(1);
    expect(await engine().state(`appointment:${visit}`, 10_000)).toMatchObject({
      version: 2,
      answer: 'none',
      entries: [{ messageId: later, channel: 'text', at: now + hour }],
      asleepUntil: now + hour,
    });
  });

  test('is not there where none was ever started', async () => {
    expect(await engine().state(`appointment:${randomUUID()}`, 10_000)).toBeNull();
  });

  test('has nobody to answer for it while it is parked: the question ends at its deadline', async () => {
    const visit = randomUUID();
    await running.tell(
      visit,
      'replanned',
      aPlan({ visitAt: now + 2 * hour, entries: [aText(randomUUID(), now + hour)] }),
    );
    const asked = performance.now();
    await expect(engine().state(`appointment:${visit}`, 500)).rejects.toMatchObject({ code: 'engine_unavailable' });
    expect(performance.now() - asked).toBeLessThan(5_000);
  });
});

test('a sync is started once, and a second one told that the first is at work', async () => {
  const feed = { practiceId: randomUUID(), feedId: randomUUID() };
  expect(await engine().startSync(feed)).toEqual({ workflowId: `sync:${feed.feedId}`, started: true });
  expect(await engine().startSync(feed)).toEqual({ workflowId: `sync:${feed.feedId}`, started: false });
  const handle = new Client({ connection }).workflow.getHandle(`sync:${feed.feedId}`);
  expect(await handle.describe()).toMatchObject({ type: 'sync', taskQueue: 'kept' });
  await handle.terminate();
});

describe('the engine', () => {
  test('is reachable where it is', async () => {
    expect(await engine().reachable(10_000)).toBe(true);
  });

  test('is unreachable where nothing listens, and says no more than that', async () => {
    const nowhere = Connection.lazy({ address: '127.0.0.1:1' });
    const lost = temporalEngine(new Client({ connection: nowhere }));
    expect(await lost.reachable(500)).toBe(false);
    await expect(lost.state(`appointment:${randomUUID()}`, 500)).rejects.toMatchObject({
      code: 'engine_unavailable',
      message: expect.not.stringContaining('127.0.0.1'),
    });
    await expect(lost.startSync({ practiceId: 'p', feedId: 'f' })).rejects.toMatchObject({
      code: 'engine_unavailable',
    });
    await nowhere.close();
  });
});
