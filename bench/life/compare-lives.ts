import type { Client } from '@temporalio/client';
import { inWords, rounded, spreadOf, type Spread } from '../figures.ts';
import { startInstantCarrier } from '../instant-carrier.ts';
import { startMeasuredSystem } from '../measured-system.ts';
import { installQuietRuntime } from '../quiet-engine-runtime.ts';
import type { Arm, LifeShape } from './arm.ts';
import { startBareArm } from './bare-arm.ts';
import { historyCost, type HistoryCost } from './history-cost.ts';
import { holdInFlight, type Load, type Rate } from './hold-in-flight.ts';
import { startKeptArm } from './kept-arm.ts';

export interface LivesOptions {
  readonly repeats: number;
  readonly inFlight: number;
  /** Lives that are timed, in each repeat of each arm. */
  readonly lives: number;
}

/** Our share of what a bare workflow of the same shape does, on one server, turn about. */
export interface ComparedLives {
  readonly kept: Record<keyof Repeat, Spread>;
  readonly bare: Record<keyof Repeat, Spread>;
  /** Kept of bare, by lives per second. */
  readonly ratio: Spread;
  /** The same by processor time. */
  readonly processorRatio: Spread;
  readonly repeats: Readonly<Record<Arm['name'], readonly Repeat[]>>;
}

interface Repeat extends Rate, HistoryCost {}

/** Lives through a shape with the real worker and barely, turn about. */
export async function compareLives(
  shape: LifeShape,
  { repeats, inFlight, lives }: LivesOptions,
  say: (line: string) => void,
): Promise<ComparedLives> {
  installQuietRuntime();
  const carrier = await startInstantCarrier();
  const undo = [() => carrier.close()];
  try {
    // No pace is kept but the machine's.
    const system = await startMeasuredSystem({ ...carrier.environment, KEPT_TEXT_PER_SECOND: '0' });
    undo.unshift(() => system.stop());
    const bare = await startBareArm(system, shape);
    undo.unshift(() => bare.stop());
    const kept = await startKeptArm(system, carrier, shape);

    const pids = [process.pid, ...Object.values(system.run.processes)];
    const load = { inFlight, rampMs: 8_000, timed: lives, pids };
    const warmUp = { inFlight: 20, rampMs: 500, timed: 1, pids };
    for (const arm of [kept, bare]) await measure(system.client, arm, warmUp);
    const results: Record<Arm['name'], Repeat[]> = { kept: [], bare: [] };
    for (let repeat = 1; repeat <= repeats; repeat += 1) {
      for (const arm of [kept, bare]) {
        const result = await measure(system.client, arm, load);
        results[arm.name].push(result);
        say(`${String(repeat)} ${arm.name}: ${describe(result)}`);
      }
    }
    return compare(results);
  } finally {
    for (const step of undo) await step();
  }
}

/** What a person reads; `what` is ended, or sent, per second. */
export function linesOf({ kept, bare, ratio, processorRatio }: ComparedLives, what: string): string[] {
  return [
    `${what} per second, kept     ${inWords(kept.livesPerSecond)}`,
    `${what} per second, bare     ${inWords(bare.livesPerSecond)}`,
    `kept of bare                ${inWords(ratio)}`,
    `processor ms each, kept     ${inWords(kept.processorMsPerLife)}`,
    `processor ms each, bare     ${inWords(bare.processorMsPerLife)}`,
    `kept of bare by it          ${inWords(processorRatio)}`,
    `events of a run             ${inWords(kept.events)}, bare ${inWords(bare.events)}`,
    `actions of a run            ${inWords(kept.actions)}, bare ${inWords(bare.actions)}`,
  ];
}

async function measure(client: Client, arm: Arm, load: Load): Promise<Repeat> {
  const from = arm.handles().length;
  const rate = await holdInFlight(client, arm, load);
  // Every tenth life of those that were counted, past the ones that began on an idle machine.
  const looked = arm
    .handles()
    .slice(from + load.inFlight)
    .filter((_, index) => index % 10 === 0);
  const costs = await Promise.all(looked.map(async (handle) => historyCost(await handle.fetchHistory())));
  return {
    ...rate,
    events: spreadOf(costs.map(({ events }) => events)).median,
    actions: spreadOf(costs.map(({ actions }) => actions)).median,
  };
}

function compare(results: Record<Arm['name'], Repeat[]>): ComparedLives {
  const spreads = (repeats: Repeat[]): Record<keyof Repeat, Spread> => ({
    livesPerSecond: spreadOf(repeats.map(({ livesPerSecond }) => livesPerSecond)),
    processorMsPerLife: spreadOf(repeats.map(({ processorMsPerLife }) => processorMsPerLife)),
    events: spreadOf(repeats.map(({ events }) => events)),
    actions: spreadOf(repeats.map(({ actions }) => actions)),
  });
  // Of neighbours, since what else the machine does weighs on both alike.
  const pairs = results.kept.flatMap((ours, index) => {
    const theirs = results.bare[index];
    return theirs === undefined ? [] : [{ ours, theirs }];
  });
  return {
    kept: spreads(results.kept),
    bare: spreads(results.bare),
    ratio: spreadOf(pairs.map(({ ours, theirs }) => ours.livesPerSecond / theirs.livesPerSecond)),
    processorRatio: spreadOf(pairs.map(({ ours, theirs }) => theirs.processorMsPerLife / ours.processorMsPerLife)),
    repeats: results,
  };
}

function describe({ livesPerSecond, processorMsPerLife }: Repeat): string {
  return `${String(rounded(livesPerSecond, 2))} per second, ${String(rounded(processorMsPerLife, 1))} ms of a processor each`;
}
