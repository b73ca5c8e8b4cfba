import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { invariant } from '../../domain/fault.ts';
import { processorSeconds } from '../processor-seconds.ts';
import type { Arm } from './arm.ts';

export interface Load {
  /** Lives at a time. */
  readonly inFlight: number;
  /** Over which the first ones begin, so that they do not all stand at the same point. */
  readonly rampMs: number;
  /** How many ends are timed, once as many as are in flight have ended. */
  readonly timed: number;
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
 * is neither a beginning nor an end in what is timed. Afterwards all that were begun are lived to their end; processor time is
 * counted over the whole of it.
 */
export async function holdInFlight(client: Client, arm: Arm, load: Load): Promise<Rate> {
  const query = `WorkflowType = '${arm.workflowType}' AND ExecutionStatus = 'Completed'`;
  const count = async (): Promise<number> => (await client.workflow.count(query)).count;
  const before = await count();
  const processorBefore = await processorSeconds(load.pids);
  const bornAt = performance.now();
  let begun = 0;
  let first: Mark | null = null;
  let last: Mark | null = null;

  for (let ended = 0; last === null || ended < begun; ended = (await count()) - before) {
    const at = performance.now();
    if (ended >= load.inFlight) first ??= { at, ended };
    if (first !== null && ended - first.ended >= load.timed) last ??= { at, ended };
    if (last === null) {
      const wanted = ended + load.inFlight * Math.min(1, (at - bornAt + tickMs) / load.rampMs);
      const missing = Math.max(0, Math.ceil(wanted) - begun);
      if (missing > 0) await arm.begin(missing);
      begun += missing;
    }
    if (at - bornAt > 10 * 60_000) throw new Error(`${String(begun - ended)} lives of ${arm.name} do not end.`);
    await wait(Math.max(0, tickMs - (performance.now() - at)));
  }
  invariant(first !== null, 'what has a last end has a first');
  return {
    livesPerSecond: (last.ended - first.ended) / ((last.at - first.at) / 1_000),
    processorMsPerLife: (((await processorSeconds(load.pids)) - processorBefore) * 1_000) / begun,
  };
}

interface Mark {
  readonly at: number;
  readonly ended: number;
}
