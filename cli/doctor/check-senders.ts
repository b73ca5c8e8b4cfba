import type { Database } from '../../db/database.ts';
import { findSenderTroubles } from '../../db/sender-troubles.ts';
import { Fault } from '../../domain/fault.ts';
import { DAY_MS } from '../../domain/zone-clock.ts';
import { check, type Check } from './check.ts';
import { describeFault, senderFaults } from './sender-faults.ts';

/** Whether a carrier objected to one of our senders, or to an account, in the last day. */
export async function checkSenders(db: Database): Promise<Check[]> {
  return [
    await check('senders', async () => {
      const troubles = await db.acrossPractices((tx) => findSenderTroubles(tx, tx.now - DAY_MS));
      const faults = senderFaults(troubles);
      if (faults.length === 0) return 'No carrier objected to a sender in the last day.';
      throw new Fault(
        'not_configured',
        `Carriers refuse what these senders hand over, which is mended at the carrier: ${faults.map(describeFault).join('; ')}.`,
      );
    }),
  ];
}
