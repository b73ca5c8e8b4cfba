import type { Logger } from 'pino';
import type { Database } from '../db/database.ts';
import { faultCodeOf } from '../domain/fault.ts';
import type { BringPlans } from '../operations/intake/read-fact.ts';
import { factsAtATime, leaseWaitingFacts, readFacts, type ReadFacts } from '../operations/intake/read-facts.ts';
import { startLeasingLoop, type LeasingLoop } from './leasing-loop.ts';

/** While batches are in hand as many more may be begun: a text waits for none that came before it. */
const batchesAtOnce = 3;

export interface FactReaderOptions {
  readonly db: Database;
  readonly log: Logger;
  /** Brings what a fact changed to the engine, once it is recorded. Reading does not wait for it, a stop does: it must end. */
  readonly bring?: (...what: Parameters<BringPlans>) => Promise<void>;
  readonly onBatch?: (read: ReadFacts) => void;
}

/**
 * Reads what the webhooks stored, texts first, and does what follows. Any number may run; a fact is leased to one of them, and what
 * one phone wrote is read in its order.
 */
export async function startFactReader({ db, log, bring, onBatch }: FactReaderOptions): Promise<LeasingLoop> {
  const inHand = new Set<Promise<void>>();
  const beingBrought = new Set<Promise<void>>();
  const onFailed = (code: string): void => {
    log.warn({ code }, 'reader: what a carrier told could not be read, trying again');
  };
  const beginToBring: BringPlans = (plans, now) => {
    const bringing = (bring?.(plans, now) ?? Promise.resolve())
      .catch((error: unknown) => {
        log.warn({ code: faultCodeOf(error) }, 'reader: what changed was not brought to the engine, the relay will');
      })
      .finally(() => beingBrought.delete(bringing));
    beingBrought.add(bringing);
  };
  const loop = await startLeasingLoop({
    db,
    log,
    name: 'reader',
    doorbell: 'raw_facts',
    async batch() {
      if (inHand.size === batchesAtOnce) await Promise.race(inHand);
      const leased = await leaseWaitingFacts(db);
      if (leased.length === 0) return false;
      const reading = readFacts(db, leased, { onFailed, ...(bring === undefined ? {} : { bring: beginToBring }) })
        .then((read) => {
          onBatch?.(read);
          // Of a phone only the first text is leased, so the next may wait behind it.
          if (read.leased > read.postponed) loop.ring();
        })
        // What failed is leased, and is read again.
        .catch(() => onFailed('unavailable'))
        .finally(() => inHand.delete(reading));
      inHand.add(reading);
      return leased.length === factsAtATime;
    },
  });
  return {
    ...loop,
    async stop() {
      await loop.stop();
      await Promise.all(inHand);
      await Promise.all(beingBrought);
    },
  };
}
