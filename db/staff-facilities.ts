import type { PracticeTransaction } from './database.ts';

/** A facility as the staff API lists it. */
export interface StaffFacility {
  readonly id: string;
  readonly externalId: string;
  readonly name: string;
  readonly timeZone: string;
  readonly phone: string;
  readonly address: string;
}

/** Every facility of the practice, by name. They are settings and few, so they come as one page. */
export function findStaffFacilities(tx: PracticeTransaction): Promise<StaffFacility[]> {
  return tx.sql<StaffFacility[]>`
    SELECT id, external_id AS "externalId", name, time_zone AS "timeZone", phone, address
    FROM facilities
    ORDER BY name, id`;
}

/** Our id of the facility by this id in the PMS or ours; null where the practice has none. */
export async function findFacilityId(tx: PracticeTransaction, name: string): Promise<string | null> {
  const [row] = await tx.sql<{ id: string }[]>`
    SELECT id FROM facilities WHERE ${name} IN (external_id, id::text) ORDER BY id LIMIT 1`;
  return row?.id ?? null;
}
