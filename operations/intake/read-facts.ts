import type { Database } from '../../db/database.ts';
import { leaseFacts, postponeFact, type StoredFact } from '../../db/raw-facts.ts';
import { faultCodeOf } from '../../domain/fault.ts';
import { readFact, type BringPlans } from './read-fact.ts';

/** Of what was stored, so many are taken at a time. */
export const factsAtATime = 50;
/** Transactions of a batch that are under way at once: of each further one most would wait for a connection or a processor. */
const atOnce = 5;
const leaseMs = 15_000;

/** How many facts a reader took, and how many of these it must try again. */
export interface ReadFacts {
  readonly leased: number;
  readonly postponed: number;
}

/** What reading facts needs beside the database. */
export interface FactReading {
  /** Is told by a code of each that fails. */
  readonly onFailed: (code: string) => void;
  /** Left out: the relay brings what changed. */
  readonly bring?: BringPlans;
}

/** Takes a batch of the facts that wait, texts first. */
export function leaseWaitingFacts(db: Database): Promise<StoredFact[]> {
  return db.inOneStatement((one) => leaseFacts(one, factsAtATime, leaseMs));
}

/**
 * Reads facts that were leased. Each is a transaction of its own: one that fails is left for later and stops no other. Any number of
 * readers may run.
 */
export async function readFacts(db: Database, leased: readonly StoredFact[], reading: FactReading): Promise<ReadFacts> {
  const waiting = [...leased];
  let postponed = 0;
  await Promise.all(
    Array.from({ length: Math.min(atOnce, leased.length) }, async () => {
      for (let fact = waiting.shift(); fact !== undefined; fact = waiting.shift()) {
        if (!(await readOrPostpone(db, fact, reading))) postponed += 1;
      }
    }),
  );
  return { leased: leased.length, postponed };
}

async function readOrPostpone(db: Database, fact: StoredFact, { onFailed, bring }: FactReading): Promise<boolean> {
  try {
    await readFact(db, fact, bring);
    return true;
  } catch (error) {
    const code = faultCodeOf(error);
    onFailed(code);
    await db.acrossPractices((tx) => postponeFact(tx, fact.id, code));
    return false;
  }
}
