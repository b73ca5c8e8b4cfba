import { randomUUID } from 'node:crypto';
import type { SubjectType } from '../../db/subjects.ts';
import type { Plan, PlanEntry } from '../../domain/planning/plan.ts';
import { aPlan, aText } from './a-plan.ts';
import type { Engine } from './carried-out.ts';

/** Far enough apart that a busy machine sends each text before the next is due. */
const step = 1_500;

/** A visit, or another subject, that is told of one plan after the other; the times are steps from its beginning. */
class ToldSubject {
  readonly id = randomUUID();
  readonly #engine: Engine;
  readonly #start: number;
  #version = 0;

  constructor(engine: Engine, start: number) {
    this.#engine = engine;
    this.#start = start;
  }

  text(messageId: string, at: number): PlanEntry {
    return aText(messageId, this.#start + at * step);
  }

  /** Tells the engine as the relay does. */
  async tell(
    signal: Parameters<Engine['tell']>[1],
    { visit, ends, ...given }: Partial<Plan> & { visit: number; ends: number },
    type?: SubjectType,
  ): Promise<void> {
    // A send has raised the version meanwhile; tens leave room for those.
    this.#version += 10;
    const times = { visitAt: this.#start + visit * step, endsAt: this.#start + ends * step };
    await this.#engine.tell(this.id, signal, aPlan({ version: this.#version, ...given, ...times }), type);
  }

  /** Waits until this many steps after the beginning. */
  async until(at: number): Promise<void> {
    const now = await this.#engine.now();
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, this.#start + at * step - now)));
  }
}

type Path = (subject: ToldSubject, messages: { a: string; b: string; c: string }, engine: Engine) => Promise<void>;

/**
 * The ways that a subject's run can go, of which each has a recorded history: what every later change of the workflow must still be
 * able to replay. A path that is added is recorded with `npm run histories`; what is recorded of a released workflow stays.
 */
const paths: Readonly<Record<string, Path>> = {
  async 'three-reminders-and-a-confirm'(visit, { a, b, c }) {
    await visit.tell('replanned', {
      visit: 7,
      ends: 11,
      entries: [visit.text(a, 2), visit.text(b, 4), visit.text(c, 6)],
    });
    await visit.until(8);
    await visit.tell('confirmed', { visit: 7, ends: 11, answer: 'confirmed' });
  },
  async 'a-decline'(visit, { a, b }) {
    await visit.tell('replanned', { visit: 7, ends: 8, entries: [visit.text(a, 1), visit.text(b, 6)] });
    await visit.until(3);
    await visit.tell('declined', { visit: 7, ends: 6, answer: 'declined' });
  },
  async 'moved-earlier-while-parked'(visit, { a, b }) {
    await visit.tell('replanned', { visit: 50, ends: 60, entries: [visit.text(a, 30), visit.text(b, 40)] });
    await visit.until(1);
    await visit.tell('rescheduled', { visit: 7, ends: 8, entries: [visit.text(a, 4), visit.text(b, 6)] });
  },
  async 'moved-later-while-parked'(visit, { a, b }) {
    await visit.tell('replanned', { visit: 6, ends: 9, entries: [visit.text(a, 3), visit.text(b, 4)] });
    await visit.until(1);
    await visit.tell('rescheduled', { visit: 8, ends: 9, entries: [visit.text(a, 5), visit.text(b, 7)] });
  },
  async 'moved-while-waiting'(visit, { a, b, c }) {
    await visit.tell('replanned', {
      visit: 55,
      ends: 60,
      entries: [visit.text(a, 1), visit.text(b, 30), visit.text(c, 50)],
    });
    await visit.until(3);
    await visit.tell('rescheduled', { visit: 18, ends: 20, entries: [visit.text(b, 10), visit.text(c, 15)] });
    await visit.until(4);
    await visit.tell('rescheduled', { visit: 9, ends: 10, entries: [visit.text(b, 6), visit.text(c, 8)] });
  },
  async 'cancelled-while-parked'(visit, { a }) {
    await visit.tell('replanned', { visit: 7, ends: 8, entries: [visit.text(a, 4)] });
    await visit.until(1);
    await visit.tell('cancelled', { visit: 7, ends: 6, pms: 'cancelled' });
  },
  async 'cancelled-while-waiting'(visit, { a, b }) {
    await visit.tell('replanned', { visit: 9, ends: 9, entries: [visit.text(a, 1), visit.text(b, 8)] });
    await visit.until(3);
    await visit.tell('cancelled', { visit: 9, ends: 6, pms: 'cancelled' });
  },
  async 'back-before-its-end'(visit, { a, b }) {
    await visit.tell('replanned', { visit: 9, ends: 12, entries: [visit.text(a, 1), visit.text(b, 8)] });
    await visit.until(3);
    await visit.tell('cancelled', { visit: 9, ends: 9, pms: 'cancelled' });
    await visit.until(5);
    await visit.tell('replanned', { visit: 9, ends: 10, entries: [visit.text(b, 7)] });
  },
  /** Of its two runs the second is recorded: it begins with what the first one left. */
  async 'back-after-its-end'(visit, { a }, engine) {
    await visit.tell('cancelled', { visit: 9, ends: 2, pms: 'cancelled' });
    await engine.finish(visit.id);
    await visit.tell('replanned', { visit: 9, ends: 10, entries: [visit.text(a, 8)] });
  },
  async 'put-off-by-the-carrier'(visit, { a }, engine) {
    engine.putOffOnce(a, 2 * step);
    await visit.tell('replanned', { visit: 7, ends: 8, entries: [visit.text(a, 2)] });
  },
  /** It goes at once, the carrier puts it off, it goes again, and nothing is left. */
  async 'an-acknowledgement'(acknowledgement, { a }, engine) {
    engine.putOffOnce(a, 2 * step);
    const plan = { visit: 0, ends: 600, entries: [acknowledgement.text(a, 0)] };
    await acknowledgement.tell('replanned', plan, 'message');
  },
  /** Its first text goes, the patient confirms, and a visit is booked: nothing more is sent. */
  async 'a-recall-answered-and-booked'(recall, { a, b, c }) {
    const entries = [recall.text(a, 2), recall.text(b, 20), recall.text(c, 30)];
    await recall.tell('replanned', { visit: 2, ends: 40, entries }, 'recall');
    await recall.until(4);
    await recall.tell('confirmed', { visit: 2, ends: 40, answer: 'confirmed' }, 'recall');
    await recall.until(5);
    await recall.tell('replanned', { visit: 2, ends: 7, answer: 'confirmed' }, 'recall');
  },
  /** It is not ready at first, is told of then, and is dispensed before the second text. */
  async 'an-order-made-ready-and-dispensed'(order, { a, b, c }) {
    await order.tell('replanned', { visit: 0, ends: 30 }, 'order');
    await order.until(1);
    const entries = [order.text(a, 3), order.text(b, 10), order.text(c, 20)];
    await order.tell('rescheduled', { visit: 3, ends: 30, entries }, 'order');
    await order.until(5);
    await order.tell('replanned', { visit: 3, ends: 8 }, 'order');
  },
};

/** The paths' names, which are their files'. */
export const pathNames = Object.keys(paths);

/** Goes a path to its end on an engine whose time is real, and returns the subject that went it. */
export async function goPath(name: string, engine: Engine): Promise<string> {
  const path = paths[name];
  if (path === undefined) throw new Error(`There is no path ${name}.`);
  const visit = new ToldSubject(engine, await engine.now());
  await path(visit, { a: randomUUID(), b: randomUUID(), c: randomUUID() }, engine);
  await engine.finish(visit.id);
  return visit.id;
}
