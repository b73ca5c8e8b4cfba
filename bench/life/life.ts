import type { Client } from '@temporalio/client';
import type { Benchmark } from '../benchmark.ts';
import { inWords, rounded, spreadOf, type Spread } from '../figures.ts';
import { startInstantCarrier } from '../instant-carrier.ts';
import { startMeasuredSystem } from '../measured-system.ts';
import type { Arm } from './arm.ts';
import { startBareArm } from './bare-arm.ts';
import { historyCost } from './history-cost.ts';
import { holdInFlight, type Load, type Rate } from './hold-in-flight.ts';
import { startKeptArm } from './kept-arm.ts';

export interface LifeOptions {
  readonly repeats: number;
  readonly inFlight: number;
  /** Lives that are timed, in each repeat of each arm. */
  readonly lives: number;
}

interface Repeat extends Rate {
  readonly events: number;
  readonly actions: number;
}

/** Our share of what a bare workflow of the same shape does, on one server, turn about. */
export const life: Benchmark<LifeOptions> = {
  name: 'life',
  summary: 'three reminders and an answer through the real worker, beside a bare workflow of the same shape',
  async run({ repeats, inFlight, lives }, say) {
    const carrier = await startInstantCarrier();
    const undo = [() => carrier.close()];
    try {
      const system = await startMeasuredSystem(carrier.environment);
      undo.unshift(() => system.stop());
      const bare = await startBareArm(system);
      undo.unshift(() => bare.stop());
      const kept = await startKeptArm(system, carrier);

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
      return report(results);
    } finally {
      for (const step of undo) await step();
    }
  },
};

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

function report(results: Record<Arm['name'], Repeat[]>): { document: unknown; lines: string[] } {
  const spreads = (repeats: Repeat[]): Record<keyof Repeat, Spread> => ({
    livesPerSecond: spreadOf(repeats.map(({ livesPerSecond }) => livesPerSecond)),
    processorMsPerLife: spreadOf(repeats.map(({ processorMsPerLife }) => processorMsPerLife)),
    events: spreadOf(repeats.map(({ events }) => events)),
    actions: spreadOf(repeats.map(({ actions }) => actions)),
  });
  const kept = spreads(results.kept);
  const bare = spreads(results.bare);
  // Of neighbours, since what else the machine does weighs on both alike.
  const pairs = results.kept.flatMap((ours, index) => {
    const theirs = results.bare[index];
    return theirs === undefined ? [] : [{ ours, theirs }];
  });
  const ratio = spreadOf(pairs.map(({ ours, theirs }) => ours.livesPerSecond / theirs.livesPerSecond));
  const processorRatio = spreadOf(pairs.map(({ ours, theirs }) => theirs.processorMsPerLife / ours.processorMsPerLife));
  return {
    document: { benchmark: 'life', kept, bare, ratio, processorRatio, repeats: results },
    lines: [
      `lives per second, kept   ${inWords(kept.livesPerSecond)}`,
      `lives per second, bare   ${inWords(bare.livesPerSecond)}`,
      `kept of bare             ${inWords(ratio)}`,
      `the same by processor time ${inWords(processorRatio)}`,
      `events of a life         ${inWords(kept.events)}, bare ${inWords(bare.events)}`,
      `actions of a life        ${inWords(kept.actions)}, bare ${inWords(bare.actions)}`,
    ],
  };
}

function describe(repeat: Repeat): string {
  const { livesPerSecond, processorMsPerLife } = repeat;
  return `${String(rounded(livesPerSecond, 2))} lives per second, ${String(rounded(processorMsPerLife, 1))} ms of a processor each`;
}
