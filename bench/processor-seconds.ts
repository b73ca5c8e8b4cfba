import { readFile } from 'node:fs/promises';
import { listProcesses, withDescendants } from '../local/process-table.ts';

/** Clock ticks to a second, as Linux counts the time of processes for everyone. */
const ticksPerSecond = 100;

/** Seconds of processor time that these processes and all below them have used so far. Linux only: it is read from /proc. */
export async function processorSeconds(roots: readonly number[]): Promise<number> {
  const all = await listProcesses();
  const pids = new Set(roots.flatMap((root) => withDescendants(root, all)).map(({ pid }) => pid));
  const ticks = await Promise.all([...pids].map(processorTicks));
  return ticks.reduce((sum, each) => sum + each, 0) / ticksPerSecond;
}

/** Its own in user and kernel mode, and those of its children that have ended. */
async function processorTicks(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${String(pid)}/stat`, 'utf8').catch(() => '');
  // "pid (name) state parent …", and a name may hold blanks and brackets.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return [11, 12, 13, 14].reduce((sum, field) => sum + Number(fields[field] ?? 0), 0);
}
