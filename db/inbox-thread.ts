import type { EpochMs } from '../domain/planning/plan.ts';
import type { PracticeTransaction } from './database.ts';
import { pageOf, type Page, type PageRequest } from './keyset.ts';

/** One line of what went back and forth with a contact point. */
export interface ThreadLine {
  /** The reply's id, or the message's. */
  readonly id: string;
  readonly keyAt: string;
  readonly from: 'patient' | 'practice';
  readonly channel: 'text' | 'voice' | 'email';
  /** What the patient wrote, or what went out. */
  readonly body: string;
  /** What came of a reply, or how a message stands, as a slug. */
  readonly outcome: string;
  readonly appointmentId: string | null;
  readonly recallId: string | null;
  readonly at: EpochMs;
  readonly timeZone: string;
}

/**
 * A page of what went back and forth with the contact point that a reply came from, newest first: every reply, and every message
 * that may have come there. Null where the practice has no such reply.
 */
export async function findThread(
  tx: PracticeTransaction,
  replyId: string,
  page: PageRequest,
): Promise<Page<ThreadLine> | null> {
  const { sql } = tx;
  const rows = await sql<ThreadLine[]>`
    SELECT line.id, line.at::text AS "keyAt", line."from", line.channel, line.body, line.outcome,
      visit.id AS "appointmentId", recall.id AS "recallId", line.at, coalesce(facility.time_zone, practice.time_zone) AS "timeZone"
    FROM replies asked
    JOIN practices practice ON practice.id = asked.practice_id
    CROSS JOIN LATERAL (
      SELECT reply.id, 'patient' AS "from", reply.channel, reply.body, reply.outcome,
        CASE WHEN reply.recall_id IS NULL THEN reply.appointment_id ELSE reply.recall_id END AS subject_id, reply.received_at AS at
      FROM replies reply
      WHERE reply.contact_point_id = asked.contact_point_id
      UNION ALL
      SELECT message.id, 'practice', message.channel, message.body, message.state,
        CASE
          WHEN message.in_reply_to IS NULL THEN message.subject_id
          WHEN answered.recall_id IS NULL THEN answered.appointment_id
          ELSE answered.recall_id
        END, coalesce(message.sent_at, message.state_at)
      FROM messages message
      LEFT JOIN replies answered ON answered.id = message.in_reply_to
      WHERE message.contact_point_id = asked.contact_point_id
        AND message.state IN ('sending', 'sent', 'received', 'unknown') AND message.body IS NOT NULL
    ) AS line
    LEFT JOIN appointments visit ON visit.id = line.subject_id
    LEFT JOIN recalls recall ON recall.id = line.subject_id
    LEFT JOIN facilities facility ON facility.id = CASE WHEN recall.id IS NULL THEN visit.facility_id ELSE recall.facility_id END
    WHERE asked.id = ${replyId}
      ${page.after === null ? sql`` : sql`AND (line.at, line.id) < (${page.after.at}::text::timestamptz, ${page.after.id}::uuid)`}
    ORDER BY line.at DESC, line.id DESC
    LIMIT ${page.limit + 1}`;
  // The reply that is asked about is a line of its own.
  if (rows.length === 0 && page.after === null) return null;
  return pageOf(rows, page.limit);
}
