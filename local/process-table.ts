import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  /** What it was started with, its arguments parted by blanks. */
  readonly commandLine: string;
}

/** Whether a process with this id runs, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Every process of this machine that this account may see. */
export async function listProcesses(): Promise<ProcessEntry[]> {
  const pids = (await readdir('/proc').catch(() => [])).map(Number).filter((pid) => pid > 0);
  if (pids.length === 0) return listByPs();
  const entries = await Promise.all(pids.map(readEntry));
  return entries.filter((entry) => entry !== null);
}

/** A process's command line; empty where there is no such process. */
export async function commandLineOf(pid: number): Promise<string> {
  return (await listProcesses()).find((entry) => entry.pid === pid)?.commandLine ?? '';
}

/** Whether this id is that of a running `kept start`, and not of whatever was given the id after it. */
export async function isKeptStart(pid: number): Promise<boolean> {
  const commandLine = await commandLineOf(pid);
  return commandLine.includes('kept') && commandLine.includes('start');
}

/** The entry of every process below this one, and its own. */
export function withDescendants(pid: number, all: readonly ProcessEntry[]): ProcessEntry[] {
  const children = all.filter((entry) => entry.parent === pid).flatMap((entry) => withDescendants(entry.pid, all));
  return [...all.filter((entry) => entry.pid === pid), ...children];
}

/**
 * Bytes of memory that are this process's: what it shares is divided among those that share it (Linux's PSS), so that a tree's
 * sum is what the tree costs. Elsewhere its resident set, which counts shared memory in full. Null where it cannot be read.
 */
export async function memoryOf(pid: number): Promise<number | null> {
  const rollup = await readFile(`/proc/${String(pid)}/smaps_rollup`, 'utf8').catch(() => null);
  const kilobytes = rollup === null ? await residentByPs(pid) : Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1]);
  return kilobytes === null || Number.isNaN(kilobytes) ? null : kilobytes * 1024;
}

async function readEntry(pid: number): Promise<ProcessEntry | null> {
  try {
    const [stat, commandLine] = await Promise.all([
      readFile(`/proc/${String(pid)}/stat`, 'utf8'),
      readFile(`/proc/${String(pid)}/cmdline`, 'utf8'),
    ]);
    // "pid (name) state parent …", and a name may hold blanks and brackets.
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    return { pid, parent, commandLine: commandLine.replaceAll('\0', ' ').trim() };
  } catch {
    return null; // It has ended in the meantime.
  }
}

/** For systems without /proc. */
async function listByPs(): Promise<ProcessEntry[]> {
  const { stdout } = await run('ps', ['-axo', 'pid=,ppid=,args='], { maxBuffer: 16 * 1024 * 1024 });
  return stdout.split('\n').flatMap((line) => {
    const [, pid, parent, commandLine] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return commandLine === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), commandLine }];
  });
}

async function residentByPs(pid: number): Promise<number | null> {
  return run('ps', ['-o', 'rss=', '-p', String(pid)]).then(
    ({ stdout }) => Number(stdout.trim()),
    () => null,
  );
}
