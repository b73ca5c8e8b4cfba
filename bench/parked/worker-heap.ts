import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

interface NodeReport {
  readonly javascriptHeap: { readonly usedMemory: number };
  readonly workers: readonly NodeReport[];
}

/** What makes every Node process of the system write a report on its heaps when it is asked to, by a signal that does nothing else. */
export function reportingEnvironment(folder: string): Record<string, string> {
  return { NODE_OPTIONS: `--report-on-signal --report-signal=SIGWINCH --report-directory=${folder}` };
}

/**
 * Bytes in the heaps of a process and its threads, workflows among them. A heap holds what is no longer needed until it is
 * collected, so the least of a few looks is taken.
 */
export async function heapOf(pid: number, folder: string): Promise<number> {
  const looks: number[] = [];
  for (let look = 0; look < 5; look += 1) looks.push(await lookAtHeap(pid, folder));
  return Math.min(...looks);
}

async function lookAtHeap(pid: number, folder: string): Promise<number> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  process.kill(pid, 'SIGWINCH');
  const deadline = performance.now() + 20_000;
  while (performance.now() < deadline) {
    await wait(100);
    const [name] = await readdir(folder);
    const text = name === undefined ? '' : await readFile(join(folder, name), 'utf8');
    // It is whole when its last bracket is there.
    if (text.trimEnd().endsWith('}')) return usedIn(JSON.parse(text) as NodeReport);
  }
  throw new Error('The worker wrote no report on its heap.');
}

function usedIn(report: NodeReport): number {
  return report.workers.reduce((sum, worker) => sum + usedIn(worker), report.javascriptHeap.usedMemory);
}
