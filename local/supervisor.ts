import { Fault } from '../domain/fault.ts';
import { keepRunning, type Part } from './keep-running.ts';
import type { PartPlan } from './parts.ts';

/** Everything that a local run keeps running. */
export interface Supervisor {
  /** Starts a part and keeps it running. Resolves when it is ready; rejects where it never gets there. */
  keep(plan: PartPlan): Promise<void>;
  /** Ends all parts, those first that need the others. */
  stop(): Promise<void>;
}

/** Each stage ends before the next one: nobody loses what it still writes to. */
const stages = [['api', 'worker'], ['simulator'], ['temporal'], ['postgres']];

/** `onLives` hears the process ids of what runs, by name, whenever they change. */
export function createSupervisor(onLives: (processes: Record<string, number>) => void): Supervisor {
  const parts = new Map<string, Part>();
  const processes = new Map<string, number>();
  let stopping = false;

  function noteLife(name: string, pid: number | null): void {
    if (pid === null) processes.delete(name);
    else processes.set(name, pid);
    onLives(Object.fromEntries(processes));
  }

  return {
    async keep(plan) {
      if (stopping) throw new Fault('conflict', 'It was stopped while it started.');
      const part = keepRunning({ ...plan, onLife: (pid) => noteLife(plan.name, pid) });
      parts.set(plan.name, part);
      await part.ready;
    },
    async stop() {
      stopping = true;
      for (const names of stages) await Promise.all(names.map((name) => stopPart(parts.get(name))));
    },
  };
}

/** A part that was never started has nothing to end. */
async function stopPart(part: Part | undefined): Promise<void> {
  await part?.stop();
}
