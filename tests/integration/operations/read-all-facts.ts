import type { Database } from '../../../db/database.ts';
import { leaseWaitingFacts, readFacts } from '../../../operations/intake/read-facts.ts';

/** Reads until nothing can be leased any more, as a worker without its engine does. */
export async function readAllFacts(db: Database, onFailed: (code: string) => void = () => undefined): Promise<void> {
  for (let leased = await leaseWaitingFacts(db); leased.length > 0; leased = await leaseWaitingFacts(db)) {
    await readFacts(db, leased, { onFailed });
  }
}
