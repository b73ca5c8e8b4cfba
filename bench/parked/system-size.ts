import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { measureTree } from '../../local/measure-tree.ts';
import type { MeasuredSystem } from '../measured-system.ts';
import { heapOf } from './worker-heap.ts';

/** What the engine and the worker hold at a moment, in bytes. */
export interface SystemSize {
  /** The engine's database with what is still in its write-ahead log. */
  readonly engineDatabase: number;
  readonly server: number;
  readonly worker: number;
  readonly workerHeap: number;
}

export async function sizeOf(system: MeasuredSystem, reportFolder: string): Promise<SystemSize> {
  const parts = new Map((await measureTree(system.run)).map((part) => [part.name, part]));
  return {
    engineDatabase: await engineDatabaseBytes(system.dataFolder),
    server: parts.get('temporal')?.memory ?? Number.NaN,
    worker: parts.get('worker')?.memory ?? Number.NaN,
    workerHeap: await heapOf(parts.get('worker')?.pid ?? Number.NaN, reportFolder),
  };
}

async function engineDatabaseBytes(dataFolder: string): Promise<number> {
  const names = (await readdir(dataFolder)).filter((name) => /^temporal-.*\.db(-wal)?$/.test(name));
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(dataFolder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
