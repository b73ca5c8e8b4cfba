import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync, renameSync, statSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { Fault } from '../domain/fault.ts';
import { spawnProgram, type Program } from './program.ts';

export interface PartOptions {
  readonly name: string;
  readonly program: Program;
  readonly logFile: string;
  /** Whether it does its work now; asked again and again until it first does. */
  readonly isReady: () => Promise<boolean>;
  /** Whether it ends when this process is gone without having said so. */
  readonly tied: boolean;
  readonly stopSignal: NodeJS.Signals;
  readonly stopWithinMs: number;
  /** Told of every life: the new process id, or null when it has died. */
  readonly onLife: (pid: number | null) => void;
}

/** A process that is started again when it dies, until it is stopped. */
export interface Part {
  readonly name: string;
  /** Resolves when it first does its work. Rejects with `not_configured`, naming its log, where it dies over and over before. */
  readonly ready: Promise<void>;
  stop(): Promise<void>;
}

/** Between a death and the next life; it starts over once a life has lasted `settledAfterMs`. */
const backoffMs = [200, 500, 1000, 2000, 5000];
const longestBackoffMs = 10_000;
const settledAfterMs = 30_000;
/** Postgres needs a few: after a crash its successor waits for the last of the old one's processes. */
const livesBeforeReady = 6;
const probeEveryMs = 50;
const longLogBytes = 20_000_000;

export function keepRunning(options: PartOptions): Part {
  const stopping = new AbortController();
  let child: ChildProcess | null = null;
  let readyOnce = false;
  const ready = deferred();
  const over = live();

  async function live(): Promise<void> {
    let deaths = 0;
    while (!stopping.signal.aborted) {
      const bornAt = performance.now();
      const died = startOne();
      void probe();
      await died;
      options.onLife(null);
      if (performance.now() - bornAt > settledAfterMs) deaths = 0;
      deaths += 1;
      if (!readyOnce && deaths >= livesBeforeReady) {
        ready.reject(
          new Fault(
            'not_configured',
            `\`${options.name}\` ended at its start, again and again: see ${options.logFile}.`,
          ),
        );
        return;
      }
      const pause = backoffMs[deaths - 1] ?? longestBackoffMs;
      await wait(pause, null, { signal: stopping.signal }).catch(() => null);
    }
  }

  function startOne(): Promise<void> {
    const log = openLog(options.logFile);
    const started = spawnProgram(options.program, { log, tied: options.tied });
    if (log !== null) closeSync(log);
    child = started;
    options.onLife(started.pid ?? null);
    return new Promise((resolve) => {
      started.once('error', () => resolve());
      started.once('exit', () => resolve());
    });
  }

  async function probe(): Promise<void> {
    const asked = child;
    while (!readyOnce && asked === child && !stopping.signal.aborted) {
      // An answer is not this part's when it has died: somebody else may have its port.
      if ((await options.isReady()) && asked?.exitCode === null && asked.signalCode === null) {
        readyOnce = true;
        ready.resolve();
        return;
      }
      await wait(probeEveryMs);
    }
  }

  async function stop(): Promise<void> {
    stopping.abort();
    ready.reject(new Fault('not_configured', `\`${options.name}\` was stopped before it was ready.`));
    child?.kill(options.stopSignal);
    const timer = setTimeout(() => child?.kill('SIGKILL'), options.stopWithinMs);
    await over;
    clearTimeout(timer);
  }

  return { name: options.name, ready: ready.promise, stop };
}

/**
 * Opens the log to go on with it. One earlier log is kept beside a long one, so that a run of weeks does not fill the disk. Null
 * where it cannot be opened: a part without a log is better than none.
 */
function openLog(path: string): number | null {
  try {
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    if (size > longLogBytes) renameSync(path, `${path}.1`);
    return openSync(path, 'a', 0o600);
  } catch {
    return null;
  }
}

function deferred(): { promise: Promise<void>; resolve: () => void; reject: (fault: Fault) => void } {
  let resolve: () => void = () => undefined;
  let reject: (fault: Fault) => void = () => undefined;
  const promise = new Promise<void>((onResolved, onRejected) => {
    resolve = onResolved;
    reject = onRejected;
  });
  // A rejection that nobody awaits any more must not end the supervisor.
  promise.catch(() => undefined);
  return { promise, resolve, reject };
}
