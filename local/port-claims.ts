import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isFree } from './free-port.ts';
import { isKeptStart } from './process-table.ts';

/**
 * The ports that one start has chosen and its parts have yet to listen on. Two starts at the same time would choose the same ones
 * otherwise, and each would take the other's parts for its own.
 */
export interface PortClaims {
  /** Claims a port; false where somebody listens on it or another start has claimed it. */
  claim(port: number): Promise<boolean>;
  release(): Promise<void>;
}

/** The claims are files in `folder`, each named after its port and holding the process id of its start. */
export function keepPortClaims(folder: string): PortClaims {
  const held: string[] = [];

  async function claim(port: number): Promise<boolean> {
    await mkdir(folder, { recursive: true });
    const path = join(folder, String(port));
    if (!(await take(path))) return false;
    held.push(path);
    return isFree(port);
  }

  return {
    claim,
    async release() {
      await Promise.all(held.splice(0).map((path) => rm(path, { force: true })));
    },
  };
}

/** A claim whose start is gone, or is something else by now, is nobody's. */
async function take(path: string): Promise<boolean> {
  if (await create(path)) return true;
  const holder = Number(await readFile(path, 'utf8').catch(() => ''));
  if (holder !== process.pid && (await isKeptStart(holder))) return false;
  await rm(path, { force: true });
  return create(path);
}

async function create(path: string): Promise<boolean> {
  try {
    await writeFile(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
