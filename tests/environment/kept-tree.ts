import { spawn } from 'node:child_process';
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readMachine } from '../../config.ts';
import { listProcesses } from '../../local/process-table.ts';
import type { Addresses } from '../../local/run-file.ts';
import { withStarter } from './with-starter.ts';

export interface KeptTree {
  readonly pid: number;
  /** The ready line. */
  readonly addresses: Addresses;
  /** What it said on standard error so far. */
  said(): string;
  /** Sends the supervisor a signal and waits for its end: its exit code, or null where a signal ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

const bin = fileURLToPath(new URL('../../bin/kept.mjs', import.meta.url));

/**
 * A temporary folder that every account can reach, so that the database of a root's test lies in it too and is found, and deleted,
 * with the rest. The caller removes it.
 */
export async function makeReachableFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kept-tree-'));
  await chmod(folder, 0o755);
  return folder;
}

/** Runs `kept start --json` with these arguments until it is ready; throws what it said where it ends before. */
export async function startKeptTree(
  args: readonly string[],
  changes: Readonly<Record<string, string>> = {},
): Promise<KeptTree> {
  const env = readMachine().environmentWith({
    DATABASE_URL: '',
    TEMPORAL_ADDRESS: '',
    KEPT_PUBLIC_URL: '',
    ...changes,
  });
  // Bound to the test run: a supervisor whose run was killed would go on for ever.
  const program = withStarter({
    command: process.execPath,
    args: [bin, 'start', '--json', ...args],
    environment: env,
  });
  const child = spawn(program.command, program.args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const ready = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      if (stdout.includes('\n')) resolve();
    });
  });
  await Promise.race([ready, ended]);
  if (!stdout.includes('\n')) throw new Error(`kept start ended with ${String(child.exitCode)}: ${stderr}`);
  return {
    pid: child.pid ?? 0,
    addresses: JSON.parse(stdout) as Addresses,
    said: () => stderr,
    end(signal) {
      child.kill(signal);
      return ended;
    },
  };
}

/** The processes whose command line names this data folder, but for the test's own that watches over the tree. */
export async function processesOf(dataFolder: string): Promise<number[]> {
  const all = await listProcesses();
  return all
    .filter(({ commandLine }) => commandLine.includes(dataFolder) && !commandLine.includes('with-starter'))
    .map((entry) => entry.pid);
}

/** Kills every process of the folder at once: what a power cut leaves. */
export async function killTree(dataFolder: string): Promise<void> {
  for (const pid of await processesOf(dataFolder)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      continue; // It ended with another one.
    }
  }
}
