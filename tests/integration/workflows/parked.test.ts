import { randomUUID } from 'node:crypto';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { searchAttributePairs } from '../../../worker/search-attributes.ts';
import { startTemporalServer, type TemporalServer } from '../../environment/temporal-server.ts';
import { aPlan, aText } from '../../workflow/a-plan.ts';
import { Engine } from '../../workflow/carried-out.ts';

const second = 1_000;
let server: TemporalServer;
let engine: Engine;
let visit: string;
let now: number;

beforeAll(async () => {
  server = await startTemporalServer(searchAttributePairs());
  const environment = await TestWorkflowEnvironment.createFromExistingServer({ address: server.address });
  engine = await Engine.start(environment);
});
afterAll(async () => {
  await engine.stop();
  await server.close();
});
beforeEach(async () => {
  visit = randomUUID();
  now = await engine.now();
});

/** How many events the subject's run has by now, and the types of its first ones. */
async function events(): Promise<string[]> {
  const history = await engine.handle(visit).fetchHistory();
  return (history.events ?? []).map((event) => String(event.eventType));
}

test.concurrent('three reminders and an answer cost at most 44 events', async ({ expect }) => {
  const subject = randomUUID();
  const start = await engine.now();
  const [a, b, c] = [randomUUID(), randomUUID(), randomUUID()];
  const entries = [aText(a, start + 2 * second), aText(b, start + 4 * second), aText(c, start + 6 * second)];
  const end = { visitAt: start + 7 * second, endsAt: start + 10 * second };
  await engine.tell(subject, 'replanned', { ...aPlan({ ...end, entries }), ...end });
  await expect.poll(() => engine.sentSince(start, a, b, c).length, { timeout: 45_000 }).toBe(3);
  await engine.tell(subject, 'confirmed', { ...aPlan({ ...end, version: 9, answer: 'confirmed' }), ...end });
  await engine.finish(subject);
  const history = await engine.handle(subject).fetchHistory();
  expect(history.events?.length).toBeLessThanOrEqual(44);
});

test('a parked run costs two events, and a plain signal leaves it asleep', async () => {
  const [a] = [randomUUID()];
  await engine.tell(visit, 'replanned', aPlan({ visitAt: now + 3_600_000, entries: [aText(a, now + 600 * second)] }));
  expect(await events()).toHaveLength(2);
  await engine.tell(
    visit,
    'replanned',
    aPlan({ version: 2, visitAt: now + 3_600_000, entries: [aText(a, now + 900 * second)] }),
  );
  expect(await events()).toHaveLength(3);
});

test('an earlier time wakes a parked run, which then keeps to it', async () => {
  const [a] = [randomUUID()];
  const visitAt = now + 3_600_000;
  await engine.tell(visit, 'replanned', aPlan({ visitAt, entries: [aText(a, now + 600 * second)] }));
  await engine.tell(visit, 'rescheduled', aPlan({ version: 2, visitAt, entries: [aText(a, now + 3 * second)] }));
  await expect.poll(() => engine.sentSince(now, a).length, { timeout: 45_000 }).toBe(1);
  expect(engine.sentSince(now, a)[0]?.[1]).toBeGreaterThanOrEqual(3);
});

test('a later time is followed when a parked run wakes', async () => {
  const [a] = [randomUUID()];
  const visitAt = now + 3_600_000;
  await engine.tell(visit, 'replanned', aPlan({ visitAt, entries: [aText(a, now + 2 * second)] }));
  await engine.tell(visit, 'rescheduled', aPlan({ version: 2, visitAt, entries: [aText(a, now + 5 * second)] }));
  await expect.poll(() => engine.sentSince(now, a).length, { timeout: 45_000 }).toBe(1);
  expect(engine.sentSince(now, a)[0]?.[1]).toBeGreaterThanOrEqual(5);
});
