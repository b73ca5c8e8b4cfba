import type { VisitToName } from '../domain/answers/acknowledgement.ts';
import type { EpochMs } from '../domain/planning/plan.ts';
import type { PracticeTransaction } from './database.ts';

/** The practice as its messages name it. */
export async function findPracticeWords(tx: PracticeTransaction): Promise<{ nameInMessages: string; phone: string }> {
  const [row] = await tx.sql<[{ nameInMessages: string; phone: string }]>`
    SELECT name_in_messages AS "nameInMessages", phone FROM practices WHERE id = ${tx.practiceId}`;
  return row;
}

/** These visits as patients are told of them, in the order of the ids. */
export async function findVisitsToName(tx: PracticeTransaction, subjectIds: readonly string[]): Promise<VisitToName[]> {
  return tx.sql<VisitToName[]>`
    SELECT
      coalesce(nullif(patient.preferred_name, ''), patient.first_name) AS "firstName",
      visit.type, visit.starts_at AS "visitAt", facility.time_zone AS zone
    FROM unnest(${[...subjectIds]}::uuid[]) WITH ORDINALITY AS named(id, place)
    JOIN planned_subjects visit ON visit.id = named.id
    JOIN patients patient ON patient.id = visit.patient_id
    JOIN facilities facility ON facility.id = visit.facility_id
    ORDER BY named.place`;
}

/** Whether the facility of one of these visits is on vacation today, by its own date. */
export async function isOnVacation(tx: PracticeTransaction, subjectIds: readonly string[]): Promise<boolean> {
  const [row] = await tx.sql<[{ onVacation: boolean }]>`
    SELECT EXISTS (
      SELECT
      FROM planned_subjects visit
      JOIN facilities facility ON facility.id = visit.facility_id
      JOIN closures closure ON closure.practice_id = visit.practice_id AND closure.type = 'vacation'
        AND (closure.facility_id IS NULL OR closure.facility_id = facility.id)
        AND (${tx.now}::timestamptz AT TIME ZONE facility.time_zone)::date BETWEEN closure.from_date AND closure.to_date
      WHERE visit.id = ANY(${[...subjectIds]}::uuid[])
    ) AS "onVacation"`;
  return row.onVacation;
}

/**
 * Whether this contact point was already told so: about the visit, or where there is none, since the given time. What was
 * withheld told nobody.
 */
export async function wasAcknowledged(
  tx: PracticeTransaction,
  asked: {
    readonly slot: string;
    readonly contactPointId: string;
    readonly subjectId: string | null;
    readonly since: EpochMs;
  },
): Promise<boolean> {
  const [row] = await tx.sql<[{ told: boolean }]>`
    SELECT EXISTS (
      SELECT
      FROM replies
      JOIN messages ON messages.in_reply_to = replies.id
      WHERE replies.contact_point_id = ${asked.contactPointId} AND messages.slot = ${asked.slot}
        AND messages.state <> 'withheld'
        AND CASE
          WHEN ${asked.subjectId}::uuid IS NULL THEN replies.appointment_id IS NULL AND replies.recall_id IS NULL AND replies.received_at > ${asked.since}
          ELSE coalesce(replies.appointment_id, replies.recall_id) = ${asked.subjectId}::uuid
        END
    ) AS told`;
  return row.told;
}
