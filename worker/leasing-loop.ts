import type { Logger } from 'pino';
import type { Database, Doorbell } from '../db/database.ts';
import { faultCodeOf } from '../domain/fault.ts';

/** Without a ring a loop looks this often: for what rang nobody, and for leases that have run out. */
const idleMs = 1_000;

export interface LeasingLoop {
  /** Lets it look at once. */
  ring(): void;
  /** Ends after the batch in hand. */
  stop(): Promise<void>;
}

export interface LeasingLoopOptions {
  readonly db: Database;
  readonly log: Logger;
  /** What the loop is called in the log. */
  readonly name: string;
  readonly doorbell: Doorbell;
  /** Does what it can lease. Says whether more may wait, so that it is to be called again at once. */
  readonly batch: () => Promise<boolean>;
}

/** Calls `batch` whenever the doorbell rings, and once a second without: for rows that any number of processes lease from one table. */
export async function startLeasingLoop(options: LeasingLoopOptions): Promise<LeasingLoop> {
  const { db, log, name, batch } = options;
  const stopping = new AbortController();
  const bell = doorbell();
  const listening = await db.onRing(options.doorbell, bell.ring);

  const running = (async () => {
    while (!stopping.signal.aborted) {
      try {
        if (!(await batch())) await bell.rungWithin(idleMs);
      } catch (error) {
        log.warn({ code: faultCodeOf(error) }, `${name}: the database does not give what waits, trying again`);
        await bell.rungWithin(idleMs);
      }
    }
  })();

  return {
    ring: bell.ring,
    async stop() {
      stopping.abort();
      bell.ring();
      await running;
      await listening.stop();
    },
  };
}

/** Lets a loop sleep until something happens or a time has passed; a ring while it is awake is not lost. */
function doorbell() {
  let rung = false;
  let wake: (() => void) | null = null;
  return {
    ring: (): void => {
      rung = true;
      wake?.();
    },
    async rungWithin(ms: number): Promise<void> {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        wake = null;
      }
      rung = false;
    },
  };
}
