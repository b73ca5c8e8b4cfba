import type { Database } from '../../db/database.ts';
import { leaseFacts, postponeFact, type StoredFact } from '../../db/raw-facts.ts';
import { faultCodeOf } from '../../domain/fault.ts';
import { readFact } from './read-fact.ts';

/** Of what was stored, so many are taken at a time. */
export const factsAtATime = 50;
/** Transactions that are under way at once: of each further one most would wait for a connection or a processor. */
const atOnce = 5;
const leaseMs = 15_000;

/** How many facts a reader took, and how many of these it must try again. */
export interface ReadFacts {
  readonly leased: number;
  readonly postponed: number;
}

/**
 * Reads the facts that wait, a batch of them, texts first. Each is a transaction of its own: one that fails is left for later and
 * stops no other. `onFailed` is told of it by a code. Any number of readers may run.
 */
export async function readFacts(db: Database, onFailed: (code: string) => void): Promise<ReadFacts> {
  const leased = await db.acrossPractices((tx) => leaseFacts(tx, factsAtATime, leaseMs));
  const waiting = [...leased];
  let postponed = 0;
  await Promise.all(
    Array.from({ length: Math.min(atOnce, leased.length) }, async () => {
      for (let fact = waiting.shift(); fact !== undefined; fact = waiting.shift()) {
        if (!(await readOrPostpone(db, fact, onFailed))) postponed += 1;
      }
    }),
  );
  return { leased: leased.length, postponed };
}

async function readOrPostpone(db: Database, fact: StoredFact, onFailed: (code: string) => void): Promise<boolean> {
  try {
    await readFact(db, fact);
    return true;
  } catch (error) {
    const code = faultCodeOf(error);
    onFailed(code);
    await db.acrossPractices((tx) => postponeFact(tx, fact.id, code));
    return false;
  }
}
