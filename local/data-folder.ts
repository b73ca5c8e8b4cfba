import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../domain/fault.ts';
import { isKeptStart } from './process-table.ts';

const markerName = 'kept-data.txt';
const markerText =
  'Kept keeps the data of a local run in this folder. `kept start --fresh` deletes it and everything in it.\n';

/** A folder that this process alone runs a system in, until it lets go. */
export interface DataFolder {
  readonly path: string;
  release(): Promise<void>;
}

/**
 * Makes the data folder where it is not there, and takes it. Throws `conflict` where another start has it, and `bad_input` where
 * the folder holds things that are not ours.
 */
export async function takeDataFolder(path: string): Promise<DataFolder> {
  await mkdir(path, { recursive: true, mode: 0o755 });
  await checkIsOurs(path);
  await writeFile(join(path, markerName), markerText);
  await mkdir(join(path, 'logs'), { recursive: true });
  await takeLock(path);
  return { path, release: () => rm(lockPath(path), { force: true }) };
}

/** Empties a data folder that was taken, all but what says so. */
export async function emptyDataFolder(path: string): Promise<void> {
  const keep = new Set([markerName, lockName]);
  const entries = (await readdir(path)).filter((name) => !keep.has(name));
  await Promise.all(entries.map((name) => rm(join(path, name), { recursive: true, force: true })));
  await mkdir(join(path, 'logs'), { recursive: true });
}

async function checkIsOurs(path: string): Promise<void> {
  const entries = await readdir(path);
  if (entries.length > 0 && !entries.includes(markerName)) {
    throw new Fault('bad_input', `${path} holds files that are not Kept's: name another folder with --data.`);
  }
}

const lockName = 'lock';
const lockPath = (path: string): string => join(path, lockName);

/** The lock names its process. One whose process is gone, or is something else by now, is stale. */
async function takeLock(path: string): Promise<void> {
  const lock = lockPath(path);
  for (let tries = 0; tries < 3; tries += 1) {
    const taken = await writeFile(lock, String(process.pid), { flag: 'wx' }).then(
      () => true,
      () => false,
    );
    if (taken) return;
    const holder = Number(await readFile(lock, 'utf8').catch(() => '0'));
    if (holder !== process.pid && (await isKeptStart(holder))) {
      throw new Fault(
        'conflict',
        `Kept runs in ${path} already (process ${String(holder)}): stop it first, or name another folder with --data.`,
      );
    }
    await rm(lock, { force: true });
  }
  throw new Fault('conflict', `${lock} cannot be taken: another start is at it.`);
}
