import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Fault } from '../domain/fault.ts';
import { clusterFolderOf } from './cluster-folder.ts';
import { takeDataFolder } from './data-folder.ts';
import { planRun, type RunWishes } from './plan-run.ts';
import { keepPortClaims } from './port-claims.ts';
import type { Progress } from './progress.ts';
import type { Addresses, DemoAddresses } from './run-file.ts';
import { keepRunRecord } from './run-record.ts';
import { startFeedWatch } from './start-feed-watch.ts';
import { startParts } from './start-parts.ts';
import { createSupervisor } from './supervisor.ts';

export interface StartOptions extends Omit<RunWishes, 'clusterFolder' | 'claims'> {
  /** Whether the demo's practice is to be there. */
  readonly demo: boolean;
  readonly progress: Progress;
  /** Gives the start up, for this reason. */
  readonly signal: AbortSignal & { readonly reason: Fault };
}

export interface LocalSystem {
  readonly addresses: Addresses;
  /** Null where it runs without the demo. */
  readonly demo: DemoAddresses | null;
  stop(): Promise<void>;
}

/**
 * Starts the whole system on this machine and resolves when all of it is ready. What an earlier run left is stopped first and
 * gone on from. Throws a `Fault` that says what to do; nothing is left running then.
 */
export async function startSystem(options: StartOptions): Promise<LocalSystem> {
  const folder = await takeDataFolder(options.dataFolder);
  const undo: (() => Promise<void>)[] = [() => folder.release()];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const clusterFolder = await clusterFolderOf(options.dataFolder);
    const claims = keepPortClaims(join(tmpdir(), `kept-ports-${String(process.getuid?.() ?? 0)}`));
    undo.push(() => claims.release());
    const run = await planRun({ ...options, clusterFolder, claims });
    const record = keepRunRecord(options.dataFolder, run);
    undo.push(() => record.written());
    const supervisor = createSupervisor({
      onLives: (processes) => record.change({ processes }),
      onReady: (name) => options.say(`${name} is ready`),
      onDeath: (name) => options.say(`${name} ended and is started again; ${options.dataFolder}/logs says more`),
    });
    const environment = options.machine.environmentWith(run.environment);
    const starting = startParts({ ...options, clusterFolder, run, environment, supervisor }, options.demo);
    // Stopping makes it fail, and it may be in the middle of something that must not outlive the lock.
    undo.push(async () => {
      await Promise.allSettled([starting]);
    });
    undo.push(() => supervisor.stop());
    const demo = await untilGivenUp(options.signal, starting);
    const watch = startFeedWatch(run.addresses.databaseUrl, environment, options.say);
    undo.push(() => watch.stop());
    return { addresses: run.addresses, demo, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function untilGivenUp<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  signal.throwIfAborted();
  let giveUp: () => void = () => undefined;
  const givenUp = new Promise<never>((_, reject) => {
    giveUp = () => reject(signal.reason as Fault);
    signal.addEventListener('abort', giveUp, { once: true });
  });
  try {
    return await Promise.race([work, givenUp]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}
