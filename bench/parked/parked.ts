import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Benchmark } from '../benchmark.ts';
import { rounded } from '../figures.ts';
import { startMeasuredSystem, type MeasuredSystem } from '../measured-system.ts';
import { plantPractice, type PlantedPractice, type PlantedVisit } from '../planted-visits.ts';
import { sizeOf, type SystemSize } from './system-size.ts';
import { reportingEnvironment } from './worker-heap.ts';

export interface ParkedOptions {
  readonly runs: number;
  readonly woken: number;
}

const dayMs = 86_400_000;

/** What a visit costs that waits: parked, as most do, or woken and in the worker's memory. */
export const parked: Benchmark<ParkedOptions> = {
  name: 'parked',
  summary: 'what a run that waits costs in the database of the engine and in memory, parked and woken',
  async run({ runs, woken }, say) {
    const reportFolder = await mkdtemp(join(tmpdir(), 'kept-bench-report-'));
    const undo = [() => rm(reportFolder, { recursive: true, force: true })];
    try {
      const system = await startMeasuredSystem(reportingEnvironment(reportFolder));
      undo.unshift(() => system.stop());
      const practice = await plantPractice(system);
      // What the first runs of all make the processes load is nobody's cost.
      await wake(system, practice, await park(system, practice, 50));

      const empty = await sizeOf(system, reportFolder);
      const startedAt = performance.now();
      const visits = await park(system, practice, runs);
      const seconds = (performance.now() - startedAt) / 1_000;
      say(`${String(runs)} runs parked in ${String(rounded(seconds, 1))} s`);
      const afterParking = await sizeOf(system, reportFolder);
      await wake(system, practice, visits.slice(0, woken));
      const cached = (await runsInMemory(system)) - 50;
      say(`${String(woken)} runs woken, of which ${String(cached)} are in the worker's memory`);
      const afterWaking = await sizeOf(system, reportFolder);

      const perParked = perRun(empty, afterParking, runs);
      const perWoken = perRun(afterParking, afterWaking, Math.min(woken, cached));
      return {
        document: { benchmark: 'parked', runs, woken, cached, perParked, perWoken, empty, afterParking, afterWaking },
        lines: [`kilobytes for a parked run: ${inWords(perParked)}`, `kilobytes for a woken run: ${inWords(perWoken)}`],
      };
    } finally {
      for (const step of undo) await step();
    }
  },
};

/** Plants visits whose first text is weeks away, and lets the relay start their runs. */
async function park(system: MeasuredSystem, practice: PlantedPractice, count: number): Promise<PlantedVisit[]> {
  const visits: PlantedVisit[] = [];
  while (visits.length < count) {
    const times = { startsAt: Date.now() + 30 * dayMs, firstAt: Date.now() + 20 * dayMs };
    visits.push(
      ...(await practice.plant({ count: Math.min(1_000, count - visits.length), durationMinutes: 30, ...times })),
    );
  }
  await practice.mark(visits, 'replanned');
  await untilRelayed(system);
  return visits;
}

/** Brings the first text of each visit a week nearer, which wakes its run: it arms a timer and stays in the worker's memory. */
async function wake(system: MeasuredSystem, practice: PlantedPractice, visits: readonly PlantedVisit[]): Promise<void> {
  const { sql } = system;
  const first = visits.map(({ messageIds }) => messageIds[0]);
  await sql`UPDATE messages SET send_at = send_at - interval '7 days' WHERE id = ANY(${first}::uuid[])`;
  await practice.mark(visits, 'rescheduled');
  await untilRelayed(system);
  await untilStill(() => runsInMemory(system));
}

async function untilRelayed({ sql }: MeasuredSystem): Promise<void> {
  for (;;) {
    const [row] = await sql<[{ waiting: number }]>`SELECT count(*)::int AS waiting FROM outbox`;
    if (row.waiting === 0) return;
    await wait(500);
  }
}

/** Resolves when a value has not changed for three seconds. */
async function untilStill(read: () => Promise<number>): Promise<void> {
  let before = await read();
  for (let still = 0; still < 3;) {
    await wait(1_000);
    const now = await read();
    still = now === before ? still + 1 : 0;
    before = now;
  }
}

/** The worker's own gauge of its cache. */
async function runsInMemory({ run }: MeasuredSystem): Promise<number> {
  const metrics = await fetch(`http://127.0.0.1:${String(run.ports.workerMetrics)}/metrics`);
  const gauges = [...(await metrics.text()).matchAll(/^temporal_sticky_cache_size\{.*\} (\d+)$/gm)];
  return gauges.reduce((sum, [, size]) => sum + Number(size), 0);
}

function perRun(before: SystemSize, after: SystemSize, runs: number): SystemSize {
  const each = (key: keyof SystemSize): number => Math.round((after[key] - before[key]) / runs);
  return {
    engineDatabase: each('engineDatabase'),
    server: each('server'),
    worker: each('worker'),
    workerHeap: each('workerHeap'),
  };
}

function inWords({ engineDatabase, server, worker, workerHeap }: SystemSize): string {
  const kilobytes = (bytes: number): string => String(rounded(bytes / 1_000, 1));
  return (
    `${kilobytes(engineDatabase)} in the engine's database, ${kilobytes(server)} of its server's memory, ` +
    `${kilobytes(worker)} of the worker's, ${kilobytes(workerHeap)} of these in its heaps`
  );
}
