import type { EmailEvent } from '../../channels/sendgrid/events.ts';
import type { Database } from '../../db/database.ts';
import { findCarriersOfPractices } from '../../db/practices.ts';
import type { Carrier } from '../../domain/carrier.ts';
import { Fault, faultCodeOf } from '../../domain/fault.ts';
import { recordReceipt } from './record-receipt.ts';

/** What became of a batch: how many events were taken in, and how many tell of practices that this account has not. */
export interface RecordedEvents {
  readonly recorded: number;
  readonly foreign: number;
}

/** Events whose transactions are under way at once: half of what a pool holds. */
const atOnce = 5;

/**
 * Takes in a batch of the mail carrier's events, each in a transaction of its own, so that one that fails leaves the others
 * recorded. Then it throws all the same, with the first failure's code: the carrier sends the batch again, and what was recorded is
 * known by its id. `carriers` are those whose key signed the batch: of other accounts' practices it says nothing.
 */
export async function recordEmailEvents(
  db: Database,
  events: readonly EmailEvent[],
  carriers: readonly Carrier[],
): Promise<RecordedEvents> {
  const practiceIds = [...new Set(events.map(({ ids }) => ids.practiceId))];
  const carrierOf = await db.acrossPractices((tx) => findCarriersOfPractices(tx, practiceIds));
  const ours = events.filter(({ ids }) => {
    const carrier = carrierOf.get(ids.practiceId);
    return carrier !== undefined && carriers.includes(carrier);
  });

  const failures: unknown[] = [];
  for (let first = 0; first < ours.length; first += atOnce) {
    const ends = await Promise.allSettled(
      ours.slice(first, first + atOnce).map((event) => record(db, event, carriers)),
    );
    for (const end of ends) if (end.status === 'rejected') failures.push(end.reason);
  }
  if (failures.length > 0) {
    const message = `${String(failures.length)} of ${String(ours.length)} events could not be recorded.`;
    throw new Fault(faultCodeOf(failures[0]), message);
  }
  return { recorded: ours.length, foreign: events.length - ours.length };
}

function record(db: Database, event: EmailEvent, carriers: readonly Carrier[]): Promise<void> {
  const { ids, ...said } = event;
  return recordReceipt(db, { carriers, ...ids, ...said });
}
