import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { processorSeconds } from '../processor-seconds.ts';
import type { Arm } from './arm.ts';

export interface Load {
  /** Lives at a time. */
  readonly inFlight: number;
  /** Over which the first ones begin, so that they do not all stand at the same point. */
  readonly rampMs: number;
  /** How long lives are counted for, once the first ones are over. */
  readonly windowMs: number;
  /** The processes whose processor time counts, with those below them. */
  readonly pids: readonly number[];
}

const tickMs = 250;

export interface Rate {
  readonly livesPerSecond: number;
  /** Of all of the system's processes and this one: what a life costs, whatever else the machine is doing. */
  readonly processorMsPerLife: number;
}

/**
 * Keeps so many lives going that the machine has no rest, and returns how many end per second. Whatever ends is replaced, so there
 * is neither a beginning nor an end in what is measured: it starts when as many have ended as there are at a time, and afterwards
 * all that were begun are lived to their end.
 */
export async function holdInFlight(client: Client, arm: Arm, load: Load): Promise<Rate> {
  const query = `WorkflowType = '${arm.workflowType}' AND ExecutionStatus = 'Completed'`;
  const count = async (): Promise<number> => (await client.workflow.count(query)).count;
  const before = await count();
  const bornAt = performance.now();
  let begun = 0;
  let opened: Mark | null = null;
  let closed: Mark | null = null;

  for (let ended = 0; closed === null || ended < begun; ended = (await count()) - before) {
    const at = performance.now();
    if (opened === null && ended >= load.inFlight) opened = await mark(ended);
    if (opened !== null && at - opened.at >= load.windowMs) closed ??= await mark(ended);
    if (closed === null) {
      const wanted = ended + load.inFlight * Math.min(1, (at - bornAt + tickMs) / load.rampMs);
      const missing = Math.ceil(wanted) - begun;
      if (missing > 0) await arm.begin(missing);
      begun += Math.max(0, missing);
    }
    if (at - bornAt > 10 * 60_000) throw new Error(`${String(begun - ended)} lives of ${arm.name} do not end.`);
    await wait(Math.max(0, tickMs - (performance.now() - at)));
  }
  if (opened === null) throw new Error('The window was never opened.');
  const lives = closed.ended - opened.ended;
  return {
    livesPerSecond: lives / ((closed.at - opened.at) / 1000),
    processorMsPerLife: ((closed.processorSeconds - opened.processorSeconds) * 1000) / lives,
  };

  async function mark(ended: number): Promise<Mark> {
    return { at: performance.now(), ended, processorSeconds: await processorSeconds(load.pids) };
  }
}

interface Mark {
  readonly at: number;
  readonly ended: number;
  readonly processorSeconds: number;
}
