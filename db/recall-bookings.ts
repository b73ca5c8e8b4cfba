import type { PracticeTransaction } from './database.ts';

/** Which visits book a recall, beside the one that the PMS itself names for it. */
export interface RecallBookings {
  /** By the PMS's word for the recall in small letters: those of open recalls, and whatever is set. */
  readonly recalls: readonly { readonly type: string; readonly bookedBy: readonly string[] }[];
  /** The types that visits since ninety days ago are of, by the PMS's id. */
  readonly appointmentTypes: readonly { readonly id: string; readonly name: string }[];
}

export async function findRecallBookings(tx: PracticeTransaction): Promise<RecallBookings> {
  const [row] = await tx.sql<[RecallBookings]>`
    SELECT
      (SELECT coalesce(jsonb_agg(jsonb_build_object('type', known.type, 'bookedBy', ARRAY(
         SELECT appointment_type_id FROM recall_bookings WHERE recall_type = known.type ORDER BY 1)) ORDER BY known.type), '[]')
       FROM (
         SELECT recall_type AS type FROM recall_bookings
         UNION
         SELECT lower(type_name) FROM recalls WHERE type_name <> '' AND gone_at IS NULL
       ) AS known) AS recalls,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('id', seen.type_id, 'name', seen.name) ORDER BY seen.type_id), '[]')
       FROM (
         SELECT type_id, max(type_name) AS name FROM appointments
         WHERE type_id <> '' AND starts_at > ${tx.now}::timestamptz - interval '90 days' GROUP BY type_id
       ) AS seen) AS "appointmentTypes"`;
  return row;
}

/** Lets visits of these types, and of no others, book recalls of this one. */
export async function writeRecallBookings(
  tx: PracticeTransaction,
  recallType: string,
  appointmentTypeIds: readonly string[],
): Promise<void> {
  await tx.sql`DELETE FROM recall_bookings WHERE recall_type = ${recallType}`;
  await tx.sql`
    INSERT INTO recall_bookings (practice_id, recall_type, appointment_type_id)
    SELECT ${tx.practiceId}, ${recallType}, id FROM unnest(${[...appointmentTypeIds]}::text[]) AS id`;
}
