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

export interface Watcher {
  /** The process ids of what runs, by name, whenever they change. */
  readonly onLives: (processes: Record<string, number>) => void;
  readonly onReady: (name: string) => void;
  readonly onDeath: (name: string) => void;
}

export function createSupervisor(watcher: Watcher): Supervisor {
  const parts = new Map<string, Part>();
  const processes = new Map<string, number>();
  let stopping = false;

  function noteLife(name: string, pid: number | null): void {
    if (pid !== null) processes.set(name, pid);
    else if (processes.delete(name) && !stopping) watcher.onDeath(name);
    watcher.onLives(Object.fromEntries(processes));
  }

  return {
    async keep(plan) {
      if (stopping) throw new Fault('conflict', 'It was stopped while it started.');
      const part = keepRunning({ ...plan, onLife: (pid) => noteLife(plan.name, pid) });
      parts.set(plan.name, part);
      await part.ready;
      watcher.onReady(plan.name);
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
