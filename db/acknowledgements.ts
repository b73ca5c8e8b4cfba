import type { VisitToName } from '../domain/answers/acknowledgement.ts';
import type { EpochMs } from '../domain/planning/plan.ts';
import { unclearReplyName } from '../domain/templates/template-key.ts';
import type { PracticeTransaction } from './database.ts';

/** The practice as its messages name it. */
export async function findPracticeWords(tx: PracticeTransaction): Promise<{ nameInMessages: string; phone: string }> {
  const [row] = await tx.sql<[{ nameInMessages: string; phone: string }]>`
    SELECT name_in_messages AS "nameInMessages", phone FROM practices WHERE id = ${tx.practiceId}`;
  return row;
}

/**
 * The practice's own words for who wrote what nobody understood, in this language: those by the kind of the message that was answered,
 * else of what went to the phone last, in the week before; else those for every kind. Null where it has none.
 */
export async function findUnclearReplyWords(
  tx: PracticeTransaction,
  reply: {
    readonly messageId: string | null;
    readonly contactPointId: string;
    readonly senderId: string;
    readonly language: string;
  },
): Promise<string | null> {
  const [row] = await tx.sql<{ body: string }[]>`
    WITH answered AS (
      SELECT kind FROM messages WHERE id = ${reply.messageId}::uuid
      UNION ALL
      (
        SELECT kind FROM messages
        WHERE ${reply.messageId}::uuid IS NULL AND contact_point_id = ${reply.contactPointId} AND sender_id = ${reply.senderId}
          AND state IN ('sending', 'sent', 'received', 'not_received', 'unknown') AND in_reply_to IS NULL
          AND send_at > ${tx.now}::timestamptz - interval '7 days'
        ORDER BY send_at DESC, id DESC LIMIT 1
      )
    )
    SELECT body FROM (
      SELECT DISTINCT ON (kind) kind, body
      FROM templates
      WHERE name = ${unclearReplyName} AND channel = 'text' AND language = ${reply.language}
        AND (kind IN (SELECT kind FROM answered) OR kind = 'acknowledgement')
      ORDER BY kind, version DESC
    ) AS newest
    WHERE body IS NOT NULL
    ORDER BY kind = 'acknowledgement'
    LIMIT 1`;
  return row?.body ?? null;
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
