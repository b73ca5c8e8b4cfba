import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Plan } from '../../domain/planning/plan.ts';
import { state } from '../../workflows/messages.ts';
import { startTimeSkipping } from '../environment/temporal-server.ts';
import { aPlan, aText } from './a-plan.ts';
import { Engine, takesOut } from './carried-out.ts';

const hour = 3_600_000;
const day = 24 * hour;

let engine: Engine;
let visit: string;
let now: number;

beforeAll(async () => {
  engine = await Engine.start(await startTimeSkipping());
});
afterAll(() => engine.stop());
beforeEach(async () => {
  engine.whenSending(takesOut);
  visit = randomUUID();
  now = await engine.now();
});

/** Message ids that no other test uses. */
function three(): [string, string, string] {
  return [randomUUID(), randomUUID(), randomUUID()];
}

/** These seconds, give or take what a busy machine needs: between a timer and the send the server's clock goes on. */
function about(seconds: number): number {
  return expect.closeTo(seconds, -1.8) as number;
}

async function next(after: number): Promise<void> {
  await engine.environment.sleep(after);
}

describe('a visit with three reminders', () => {
  test('sends each at its time and ends a day after the visit', async () => {
    const [a, b, c] = three();
    const visitAt = now + 4 * day;
    await engine.tell(
      visit,
      'replanned',
      aPlan({ visitAt, entries: [aText(a, now + day), aText(b, now + 3 * day), aText(c, visitAt - 3 * hour)] }),
    );
    await engine.finish(visit);
    expect(engine.sentSince(now, a, b, c)).toEqual([
      [a, about(86_400)],
      [b, about(3 * 86_400)],
      [c, about(4 * 86_400 - 3 * 3600)],
    ]);
    expect(await engine.now()).toBeGreaterThanOrEqual(visitAt + day);
  });

  test('a confirmation after the second takes the third away', async () => {
    const [a, b, c] = three();
    const visitAt = now + 4 * day;
    await engine.tell(
      visit,
      'replanned',
      aPlan({ visitAt, entries: [aText(a, now + day), aText(b, now + 2 * day), aText(c, now + 3 * day)] }),
    );
    await next(2 * day + hour);
    await engine.tell(visit, 'confirmed', aPlan({ version: 9, visitAt, answer: 'confirmed' }));
    expect(await engine.handle(visit).query(state)).toMatchObject({ version: 9, answer: 'confirmed', entries: [] });
    await engine.finish(visit);
    expect(engine.sentSince(now, a, b, c).map(([id]) => id)).toEqual([a, b]);
  });
});

describe('a change while the run is parked', () => {
  test('an earlier time wakes it', async () => {
    const [a] = three();
    const visitAt = now + 10 * day;
    await engine.tell(visit, 'replanned', aPlan({ visitAt, entries: [aText(a, now + 9 * day)] }));
    await next(day);
    await engine.tell(
      visit,
      'rescheduled',
      aPlan({ version: 2, visitAt: now + 4 * day, entries: [aText(a, now + 3 * day)] }),
    );
    await engine.finish(visit);
    expect(engine.sentSince(now, a)).toEqual([[a, about(3 * 86_400)]]);
  });

  test('a later time leaves it asleep, and is followed when it wakes', async () => {
    const [a] = three();
    await engine.tell(visit, 'replanned', aPlan({ visitAt: now + 4 * day, entries: [aText(a, now + 3 * day)] }));
    await next(day);
    await engine.tell(
      visit,
      'rescheduled',
      aPlan({ version: 2, visitAt: now + 10 * day, entries: [aText(a, now + 9 * day)] }),
    );
    await engine.finish(visit);
    expect(engine.sentSince(now, a)).toEqual([[a, about(9 * 86_400)]]);
  });

  test('a cancellation sends nothing', async () => {
    const [a] = three();
    const visitAt = now + 4 * day;
    await engine.tell(visit, 'replanned', aPlan({ visitAt, entries: [aText(a, now + 3 * day)] }));
    await next(day);
    await engine.tell(visit, 'cancelled', aPlan({ version: 2, visitAt, pms: 'cancelled' }));
    await engine.finish(visit);
    expect(engine.sentSince(now, a)).toEqual([]);
  });
});

describe('a change while the run waits', () => {
  async function waiting(entries: Plan['entries'], visitAt: number): Promise<void> {
    const first = randomUUID();
    await engine.tell(visit, 'replanned', aPlan({ visitAt, entries: [aText(first, now + hour), ...entries] }));
    await next(2 * hour);
  }

  test('earlier and later times are followed', async () => {
    const [a, b] = three();
    await waiting([aText(a, now + 5 * day), aText(b, now + 6 * day)], now + 7 * day);
    await engine.tell(
      visit,
      'rescheduled',
      aPlan({ version: 5, visitAt: now + 9 * day, entries: [aText(a, now + 2 * day), aText(b, now + 8 * day)] }),
    );
    await engine.finish(visit);
    expect(engine.sentSince(now, a, b)).toEqual([
      [a, about(2 * 86_400)],
      [b, about(8 * 86_400)],
    ]);
  });

  test('a decline takes what is left away', async () => {
    const [a] = three();
    await waiting([aText(a, now + 5 * day)], now + 6 * day);
    await engine.tell(visit, 'declined', aPlan({ version: 5, visitAt: now + 6 * day, answer: 'declined' }));
    await engine.finish(visit);
    expect(engine.sentSince(now, a)).toEqual([]);
  });

  test('law 5: versions out of order and repeated change nothing that is further on', async () => {
    const [a] = three();
    const visitAt = now + 6 * day;
    await waiting([aText(a, now + 5 * day)], visitAt);
    const newest = aPlan({ version: 7, visitAt, entries: [aText(a, now + 4 * day)] });
    await engine.tell(visit, 'replanned', newest);
    await engine.tell(visit, 'rescheduled', aPlan({ version: 6, visitAt, entries: [aText(a, now + 3 * day)] }));
    await engine.tell(visit, 'confirmed', aPlan({ version: 7, visitAt, answer: 'confirmed' }));
    expect(await engine.handle(visit).query(state)).toMatchObject(newest);
    engine.plans.set(visit, newest);
    await engine.finish(visit);
    expect(engine.sentSince(now, a)).toEqual([[a, about(4 * 86_400)]]);
  });
});

test('a move that arrives while a message is being sent is followed, not what the send returns', async () => {
  const [a, b] = three();
  const moved = aPlan({ version: 6, visitAt: now + 8 * day, entries: [aText(b, now + 7 * day)] });
  engine.whenSending(async (request, plan) => {
    if (request.messageId !== a) return takesOut(request, plan, 0);
    await engine.tell(visit, 'rescheduled', moved);
    return { ...plan, version: 2, entries: [aText(b, now + 2 * day)] };
  });
  await engine.tell(
    visit,
    'replanned',
    aPlan({ visitAt: now + 3 * day, entries: [aText(a, now + day), aText(b, now + 2 * day)] }),
  );
  await next(day + hour);
  engine.plans.set(visit, moved);
  await engine.finish(visit);
  expect(engine.sentSince(now, a, b)).toEqual([
    [a, about(86_400)],
    [b, about(7 * 86_400)],
  ]);
});

test('what a carrier asks to wait is sent again when it says', async () => {
  const [a] = three();
  let asked = 0;
  engine.whenSending((request, plan, at) => {
    asked += 1;
    return asked > 1 ? takesOut(request, plan, at) : { ...plan, version: 2, entries: [aText(a, at + 90_000)] };
  });
  await engine.tell(visit, 'replanned', aPlan({ visitAt: now + 3 * day, entries: [aText(a, now + day)] }));
  await engine.finish(visit);
  expect(engine.sentSince(now, a)).toEqual([
    [a, about(86_400)],
    [a, about(86_490)],
  ]);
});

test('a clock ahead of Postgres asks again after a second, and makes no loop', async () => {
  const [a] = three();
  const due = now + day + 5_000;
  engine.whenSending((request, plan, at) => (at < due ? plan : takesOut(request, plan, at)));
  await engine.tell(visit, 'replanned', aPlan({ visitAt: now + 3 * day, entries: [aText(a, now + day)] }));
  await engine.finish(visit);
  const asked = engine.sentSince(now, a).map(([, after]) => after - 86_400);
  expect(asked.at(-1)).toBeGreaterThanOrEqual(5);
  expect(asked.length).toBeLessThanOrEqual(7);
});

test('a visit that comes back after its run has ended gets a new run', async () => {
  const [a] = three();
  await engine.tell(visit, 'cancelled', { ...aPlan({ visitAt: now + day, pms: 'cancelled' }), endsAt: now + hour });
  await engine.finish(visit);
  const back = await engine.now();
  await engine.tell(
    visit,
    'replanned',
    aPlan({ version: 2, visitAt: back + 3 * day, entries: [aText(a, back + 2 * day)] }),
  );
  await engine.finish(visit);
  expect(engine.sentSince(back, a)).toEqual([[a, about(2 * 86_400)]]);
});

test('past its end with nothing to send a visit is not started again', async () => {
  await engine.tell(visit, 'replanned', { ...aPlan({ visitAt: now - 3 * day }), endsAt: now - 2 * day });
  await expect(engine.handle(visit).describe()).rejects.toMatchObject({ name: 'WorkflowNotFoundError' });
});
