import type { EpochMs } from '../domain/planning/plan.ts';
import type { PracticeTransaction } from './database.ts';
import { isCappedSql } from './kinds.ts';

/** A text that no reader came to for so long holds up no message any more: the sweep counts it. */
const unreadForMs = 60_000;

/**
 * Whether a text from this contact point was stored a moment ago and is not read yet, or was found unreadable, for as long as it is:
 * it may be a STOP.
 */
export function writesJustNow(tx: PracticeTransaction, contactPointId: string, now: EpochMs) {
  return tx.sql`EXISTS (
    SELECT FROM raw_facts unread
    JOIN contact_points contact ON contact.practice_id = unread.practice_id AND contact.address = unread.from_address
    WHERE contact.id = ${contactPointId} AND (unread.stored_at > ${now - unreadForMs} OR unread.tries > 0)
  )`;
}

/** How far back the times are looked for that messages were planned for: a week of days, and what was put off in between. */
const lookBackMs = 16 * 86_400_000;

/** What else goes to a patient and to a contact point, as far as a claim asks. */
export interface Traffic {
  /** When each text and call that counts went. */
  readonly toPatients: readonly { readonly patientId: string; readonly at: EpochMs }[];
  readonly toPhone: readonly EpochMs[];
  /** Texts and calls of the message's patient that are due and about a sooner visit that is to come. */
  readonly soonerDue: readonly string[];
  /** Whether a hand-over to the contact point is still without an end, or what came from there a moment ago is not read yet: it may be a STOP. */
  readonly contactBusy: boolean;
}

/**
 * The traffic that a message is to be held against. What counts: texts and calls of capped kinds that a carrier has or may have, each
 * for its own patient where several were merged. What does not: those that failed, email, what answers a patient, and what went by
 * another channel of the message's own slot, whose backup it is.
 *
 * `merged_into` is followed by CASE where coalesce would say the same: under row-level security PostgreSQL looks nothing up in an
 * index by a coalesce, and would read every message that the practice ever sent (4 ms after 1,000 of them, and growing).
 */
export async function findTraffic(
  tx: PracticeTransaction,
  message: { readonly id: string; readonly contactPointId: string },
  patientIds: readonly string[],
  now: EpochMs,
): Promise<Traffic> {
  const since = now - lookBackMs;
  const [row] = await tx.sql<[Traffic]>`
    WITH claimed AS MATERIALIZED (
      SELECT id, subject_id, occurrence, patient_id, kind, slot FROM messages WHERE id = ${message.id}
    ),
    went AS MATERIALIZED (
      SELECT DISTINCT planned.patient_id AS "patientId", carrier.id, coalesce(carrier.sent_at, carrier.state_at) AS at
      FROM messages planned
      JOIN messages carrier
        ON carrier.id = CASE WHEN planned.merged_into IS NULL THEN planned.id ELSE planned.merged_into END
      CROSS JOIN claimed
      WHERE planned.patient_id = ANY(${patientIds as string[]}::uuid[]) AND planned.send_at > ${since}
        AND carrier.state IN ('sending', 'sent', 'received', 'unknown') AND carrier.channel IN ('text', 'voice')
        AND ${isCappedSql(tx.sql, 'planned.kind')}
        AND (planned.subject_id, planned.occurrence, planned.kind, planned.slot)
          <> (claimed.subject_id, claimed.occurrence, claimed.kind, claimed.slot)
    ),
    went_to_phone AS MATERIALIZED (
      SELECT coalesce(went.sent_at, went.state_at) AS at
      FROM messages went
      CROSS JOIN claimed
      WHERE went.contact_point_id = ${message.contactPointId} AND went.send_at > ${since}
        AND went.state IN ('sending', 'sent', 'received', 'unknown') AND went.channel IN ('text', 'voice')
        AND ${isCappedSql(tx.sql, 'went.kind')}
        AND (went.subject_id, went.occurrence, went.kind, went.slot)
          <> (claimed.subject_id, claimed.occurrence, claimed.kind, claimed.slot)
    )
    SELECT
      (SELECT coalesce(jsonb_agg(jsonb_build_object('patientId', "patientId", 'at', extract(epoch FROM at) * 1000)), '[]')
       FROM went) AS "toPatients",
      (SELECT coalesce(jsonb_agg(extract(epoch FROM at) * 1000), '[]') FROM went_to_phone) AS "toPhone",
      (SELECT coalesce(jsonb_agg(rival.id), '[]')
       FROM messages rival
       JOIN claimed ON rival.patient_id = claimed.patient_id AND rival.subject_id <> claimed.subject_id
       WHERE rival.state = 'not_sent' AND rival.channel IN ('text', 'voice') AND rival.send_at <= ${now}
         AND rival.send_at > ${since} AND rival.useful_until >= ${now} AND ${isCappedSql(tx.sql, 'rival.kind')}
         AND rival.occurrence > ${now} AND (rival.occurrence < claimed.occurrence OR claimed.occurrence <= ${now})
      ) AS "soonerDue",
      EXISTS (
        SELECT FROM attempts WHERE contact_point_id = ${message.contactPointId} AND outcome = 'open'
      ) OR ${writesJustNow(tx, message.contactPointId, now)} AS "contactBusy"`;
  return row;
}
