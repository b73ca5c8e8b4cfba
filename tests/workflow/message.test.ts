import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTimeSkipping } from '../environment/temporal-server.ts';
import { aPlan, aText } from './a-plan.ts';
import { Engine } from './carried-out.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.start(await startTimeSkipping());
});
afterAll(() => engine.stop());

/** A plan of one message, which is not over for an hour yet. */
function planOf(messageId: string, at: number) {
  return aPlan({ visitAt: at, endsAt: at + 3_600_000, entries: [aText(messageId, at)] });
}

test('a message about no visit is sent at once, and its run ends with it', async () => {
  const [subject, id] = [randomUUID(), randomUUID()];
  const now = await engine.now();
  await engine.tell(subject, 'replanned', planOf(id, now), 'message');
  await engine.finish(subject);
  expect(engine.sentSince(now, id)).toHaveLength(1);
  // That server's clock jumps at the end, so what tells is that nothing was waited for.
  const { events } = await engine.handle(subject).fetchHistory();
  expect(events?.filter(({ timerStartedEventAttributes }) => timerStartedEventAttributes)).toEqual([]);
});

test('one that the carrier puts off is sent again when it says, in the same run', async () => {
  const [subject, id] = [randomUUID(), randomUUID()];
  const now = await engine.now();
  engine.putOffOnce(id, 90_000);
  await engine.tell(subject, 'replanned', planOf(id, now), 'message');
  await engine.finish(subject);
  const [first, second, ...more] = engine.sentSince(now, id).map(([, at]) => at);
  expect(second! - first!).toBeGreaterThanOrEqual(89);
  expect(more).toEqual([]);
});

test('law 5: a plan that comes late starts nothing again; one with the message in it does', async () => {
  const [subject, id] = [randomUUID(), randomUUID()];
  const now = await engine.now();
  const plan = planOf(id, now);
  await engine.tell(subject, 'replanned', plan, 'message');
  await engine.finish(subject);
  await engine.tell(subject, 'replanned', { ...plan, version: 2, entries: [] }, 'message');
  expect((await engine.handle(subject).describe()).status.name).toBe('COMPLETED');

  await engine.tell(subject, 'replanned', { ...plan, version: 3 }, 'message');
  await engine.finish(subject);
  expect(engine.sentSince(now, id)).toHaveLength(2);
});
