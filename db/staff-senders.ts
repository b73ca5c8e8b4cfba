import type { Channel } from '../domain/planning/plan.ts';
import type { PracticeTransaction } from './database.ts';

/** What messages go out from, as the staff API lists it. */
export interface StaffSender {
  readonly id: string;
  readonly channel: Channel;
  readonly address: string;
  /** The PMS's id of the only facility that it is for; null: every one without a sender of its own. */
  readonly facility: string | null;
  /** Of a messaging service; none of a number or an address. */
  readonly numbers: readonly string[];
}

/** Every sender of the practice, by channel. They are few, so they come as one page. */
export function findStaffSenders(tx: PracticeTransaction): Promise<StaffSender[]> {
  return tx.sql<StaffSender[]>`
    SELECT sender.id, sender.channel, sender.address, facility.external_id AS facility,
      ARRAY(SELECT number FROM sender_numbers WHERE sender_id = sender.id ORDER BY number) AS numbers
    FROM senders sender LEFT JOIN facilities facility ON facility.id = sender.facility_id
    ORDER BY sender.channel, facility.external_id NULLS FIRST, sender.address`;
}
