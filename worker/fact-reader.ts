import type { Logger } from 'pino';
import type { Database } from '../db/database.ts';
import { factsAtATime, readFacts, type ReadFacts } from '../operations/intake/read-facts.ts';
import { startLeasingLoop, type LeasingLoop } from './leasing-loop.ts';

export interface FactReaderOptions {
  readonly db: Database;
  readonly log: Logger;
  readonly onBatch?: (read: ReadFacts) => void;
}

/**
 * Reads what the webhooks stored, texts first, and does what follows. Any number may run; a fact is leased to one of them, and what
 * one phone wrote is read in its order.
 */
export function startFactReader({ db, log, onBatch }: FactReaderOptions): Promise<LeasingLoop> {
  return startLeasingLoop({
    db,
    log,
    name: 'reader',
    doorbell: 'raw_facts',
    async batch() {
      const read = await readFacts(db, (code) => {
        log.warn({ code }, 'reader: what a carrier told could not be read, trying again');
      });
      if (read.leased > 0) onBatch?.(read);
      // Of a phone only the first text is leased, so the next may wait behind it.
      return read.leased > read.postponed || read.leased === factsAtATime;
    },
  });
}
