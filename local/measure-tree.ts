import { listProcesses, memoryOf, withDescendants } from './process-table.ts';
import type { RunFile } from './run-file.ts';

/** A part of the local run with all the processes that it started. */
export interface MeasuredPart {
  readonly name: string;
  readonly pid: number;
  readonly running: boolean;
  /** Bytes, as `memoryOf` counts them. */
  readonly memory: number;
}

/** What each part of a local run is using now, the supervisor first. */
export async function measureTree(run: RunFile): Promise<MeasuredPart[]> {
  const all = await listProcesses();
  const parts = Object.entries(run.processes).sort(([one], [other]) => one.localeCompare(other));
  const measure = async (name: string, pid: number, without: readonly number[]): Promise<MeasuredPart> => {
    const branches = new Set(without.flatMap((part) => withDescendants(part, all).map((entry) => entry.pid)));
    const own = withDescendants(pid, all).filter((entry) => !branches.has(entry.pid));
    const bytes = await Promise.all(own.map((entry) => memoryOf(entry.pid)));
    return { name, pid, running: own.length > 0, memory: bytes.reduce<number>((sum, one) => sum + (one ?? 0), 0) };
  };
  return Promise.all([
    measure('supervisor', run.pid, Object.values(run.processes)),
    ...parts.map(([name, pid]) => measure(name, pid, [])),
  ]);
}
