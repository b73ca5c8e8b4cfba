import type { Database } from '../../db/database.ts';
import { codedDatabaseErrors } from '../../db/errors.ts';
import { Fault } from '../../domain/fault.ts';
import { markAgain } from '../../operations/planning/mark-again.ts';
import { settleDoubtful } from '../../operations/sending/settle-doubtful.ts';
import { sweep } from '../../operations/sending/sweep.ts';
import { countOpenMessages, countTold, findBurstMessages, findWaitingForNewTime } from './burst-rows.ts';
import { plantBurst, type BurstVisit } from './burst.ts';
import type { ChaosPlan, Victim } from './chaos-plan.ts';
import { count, type ChaosFigures } from './count.ts';
import { lookAgainNow, meddle, pauseChannel, type Meddled, type Paused } from './meddle.ts';
import { startChaosSystem, type ChaosSystem } from './system.ts';
import { untilTaken } from './until-taken.ts';

export interface ChaosEnd extends ChaosFigures {
  readonly seed: number;
  readonly messages: number;
  readonly kills: Readonly<Record<string, number>>;
  readonly faults: Readonly<Record<string, number>>;
  readonly meddled: Readonly<Record<string, number>>;
  readonly seconds: number;
  /** What makes a figure that must be nothing more than that, by ids. */
  readonly offences: readonly string[];
}

/** A burst in which nothing moves for so long goes on to what is to happen next. */
const stalledMs = 5_000;
const settleEveryMs = 2_000;
const roundsToSweep = 30;
const pauseMs = 3_000;
/** So many visits are told to the engine again when the relay is to have something in hand. */
const toldAgain = 200;
/** A request may be on its way for this long after the last moment to write it: what settling takes for granted. */
const requestTimeoutMs = 10_000;

/**
 * One burst on a whole system of its own, with everything of the plan done to it, and then counted. What is not over after `withinMs`
 * is counted as it stands. `say` is told how it goes.
 */
export async function runChaos(plan: ChaosPlan, withinMs: number, say: (line: string) => void): Promise<ChaosEnd> {
  const started = performance.now();
  const system = await startChaosSystem();
  try {
    await system.setFaults(plan.faults);
    const { channels, messages, dueInMs } = plan;
    const visits = await plantBurst(system, channels, messages, Date.now() + dueInMs);
    await system.setHangingUp(visits.filter(({ channel }) => channel === 'voice').map(({ address }) => address));
    say(`${String(messages)} messages planned, ${String(seconds(started))} s`);
    const sweeping = keepSettling(system);

    const kills: Victim[] = [];
    const meddling: Promise<Meddled>[] = [];
    const pausing: Promise<Paused>[] = [];
    await duringTheBurst(progressOf(system, visits), [
      ...plan.kills.map(({ at, victim }) => ({
        at,
        happen: async () => {
          if (victim === 'relay') await tellAgain(system.db, visits.slice(0, toldAgain));
          await system.kill(victim);
          kills.push(victim);
          say(`${victim} killed, ${String(seconds(started))} s`);
        },
      })),
      ...plan.meddlings.map(({ at, visit, what }) => ({
        at,
        happen: () => {
          const chosen = visits[visit];
          if (chosen !== undefined) meddling.push(meddle(system.db, chosen, what));
        },
      })),
      ...plan.pauses.map(({ at, channel }) => ({
        at,
        happen: () => {
          const paused = visits.find((visit) => visit.channel === channel);
          if (paused !== undefined) pausing.push(pauseChannel(system.db, paused, pauseMs));
        },
      })),
    ]);
    const meddled = await Promise.all(meddling);
    const paused = await Promise.all(pausing);
    say(`everything was done to it, ${String(seconds(started))} s`);
    const open = async (): Promise<number> => {
      // A claim that saw a pause may put its message off after the pause has ended.
      for (const one of paused) await lookAgainNow(system.db, one);
      return countOpenMessages(system.sql, visits);
    };
    await untilOver(open, withinMs, say);
    await sweeping.stop();
    // As an operator would, and as every night does: they must find nothing to spoil.
    await system.byHand('sweep');
    await system.byHand('reconcile');

    const { offences, ...figures } = count({
      visits,
      meddled,
      paused,
      messages: await findBurstMessages(system.sql, visits),
      waitingForNewTime: await findWaitingForNewTime(system.sql, visits),
      taken: await system.taken(),
      onItsWayMs: requestTimeoutMs + system.carriers.settleLagMs,
    });
    return {
      seed: plan.seed,
      messages,
      kills: tally(kills),
      faults: plan.faults,
      meddled: tally([...meddled.map(({ what }) => what), ...paused.map(() => 'pause')]),
      ...figures,
      seconds: seconds(started),
      offences,
    };
  } finally {
    await system.stop();
  }
}

/** Gives the relay something to do, which changes nothing: what the sweep and `kept rebuild` do. */
async function tellAgain(db: Database, visits: readonly BurstVisit[]): Promise<void> {
  const subjects = visits.map(({ id, practiceId }) => ({ subjectId: id, practiceId }));
  await untilTaken(() => markAgain(db, subjects));
}

interface Moment {
  readonly at: number;
  happen(): Promise<void> | void;
}

/** Lets each happen once so much of the work is done, or nothing moves any more. */
async function duringTheBurst(progress: () => Promise<number>, moments: readonly Moment[]): Promise<void> {
  const waiting = [...moments].sort((a, b) => a.at - b.at);
  let last = { done: 0, at: performance.now() };
  while (waiting.length > 0) {
    const done = await progress();
    const now = performance.now();
    const stalled = now - last.at > stalledMs;
    if (done > last.done || stalled) last = { done, at: now };
    const due = waiting.filter(({ at }) => at <= done).length;
    for (const moment of waiting.splice(0, due === 0 && stalled ? 1 : due)) await moment.happen();
    await pause(50);
  }
}

/** How much is done: half of it is telling the engine, half is handing over. What cannot be asked right now has not moved. */
function progressOf(system: ChaosSystem, visits: readonly BurstVisit[]): () => Promise<number> {
  const practiceIds = [...new Set(visits.map(({ practiceId }) => practiceId))];
  let told = 0;
  let handedOver = 0;
  return async () => {
    told = told === visits.length ? told : await countTold(system.sql, practiceIds).catch(() => told);
    handedOver = (await system.taken()).length;
    return (told + handedOver) / (2 * visits.length);
  };
}

/**
 * Settles what is in doubt much more often than the worker's schedule does. The rest of a sweep, which tells the engine again what is
 * overdue, comes seldom: a backlog is no reason to tell it over and over.
 */
function keepSettling({ carriers }: ChaosSystem): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const sweeping = (async () => {
    for (let round = 1; !stopping.signal.aborted; round += 1) {
      await (round % roundsToSweep === 0 ? sweep(carriers) : settleDoubtful(carriers)).catch((error: unknown) => {
        // Postgres is away: the next one looks again.
        if (!(error instanceof Fault) || !error.retryable) throw error;
      });
      await pause(settleEveryMs);
    }
  })();
  // Told of when it is stopped, and no sooner.
  sweeping.catch(() => undefined);
  return {
    async stop() {
      stopping.abort();
      await sweeping;
    },
  };
}

async function untilOver(open: () => Promise<number>, withinMs: number, say: (line: string) => void): Promise<void> {
  const deadline = performance.now() + withinMs;
  for (let before = -1; performance.now() < deadline;) {
    const left = await untilTaken(() => codedDatabaseErrors(open()));
    if (left === 0) return;
    if (left !== before) say(`${String(left)} not over`);
    before = left;
    await pause(1_000);
  }
}

function tally(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of [...words].sort()) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

function seconds(since: number): number {
  return Math.round((performance.now() - since) / 1000);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
