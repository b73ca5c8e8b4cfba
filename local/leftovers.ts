import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Fault } from '../domain/fault.ts';
import { commandLineOf, isAlive } from './process-table.ts';

interface Leftover {
  readonly pid: number;
  /** What its command line holds if it is ours: the id may belong to somebody else by now. */
  readonly sign: string;
}

const patienceMs = 10_000;
const pollMs = 50;

/**
 * Stops what an earlier run left behind when it was killed, and returns how many processes that were. They are known by their
 * command lines, which bear the data folder. The database is last: the others write to it until they end.
 */
export async function stopLeftovers(
  dataFolder: string,
  clusterFolder: string,
  processes: Readonly<Record<string, number>>,
): Promise<number> {
  const postmaster = await postmasterPid(clusterFolder);
  const noted = Object.values(processes).filter((pid) => pid !== postmaster);
  const parts = await stillOurs(noted.map((pid) => ({ pid, sign: dataFolder })));
  await Promise.all(parts.map(({ pid }) => stopProcess(pid, 'SIGTERM')));
  const database = await stillOurs(postmaster === null ? [] : [{ pid: postmaster, sign: clusterFolder }]);
  await Promise.all(database.map(({ pid }) => stopProcess(pid, 'SIGINT')));
  return parts.length + database.length;
}

async function stillOurs(candidates: readonly Leftover[]): Promise<Leftover[]> {
  const found = await Promise.all(
    candidates.map(async (one) => ((await commandLineOf(one.pid)).includes(one.sign) ? one : null)),
  );
  return found.filter((one) => one !== null);
}

/** The first line of `postmaster.pid`, which a server that was killed leaves there. */
async function postmasterPid(clusterFolder: string): Promise<number | null> {
  const text = await readFile(join(clusterFolder, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  return Number.isNaN(pid) ? null : pid;
}

async function stopProcess(pid: number, signal: NodeJS.Signals): Promise<void> {
  if (await endsAfter(pid, signal)) return;
  if (await endsAfter(pid, 'SIGKILL')) return;
  throw new Fault('conflict', `A process of an earlier run does not end: stop process ${String(pid)} and start again.`);
}

async function endsAfter(pid: number, signal: NodeJS.Signals): Promise<boolean> {
  for (let waited = 0; waited < patienceMs; waited += pollMs) {
    if (waited === 0 && isAlive(pid)) process.kill(pid, signal);
    // A child that nobody has waited for is dead and still has its id, but no command line.
    if (!isAlive(pid) || (await commandLineOf(pid)) === '') return true;
    await wait(pollMs);
  }
  return false;
}
