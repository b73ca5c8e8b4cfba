import type { EpochMs } from '../domain/planning/plan.ts';
import type { PracticeTransaction } from './database.ts';
import { pageOf, type Page, type PageRequest } from './keyset.ts';

/** A reply that nothing was done about: it waits for a person. */
export interface WaitingReply {
  readonly id: string;
  readonly keyAt: string;
  readonly channel: 'text' | 'voice' | 'email';
  readonly address: string;
  readonly body: string;
  readonly mediaLeftOut: number;
  readonly reading: string;
  /** Why it waits, as a slug. */
  readonly outcome: string;
  readonly appointmentId: string | null;
  readonly recallId: string | null;
  readonly messageId: string | null;
  readonly receivedAt: EpochMs;
  readonly timeZone: string;
}

/** A page of replies that wait for a person, newest first: all but what was answered, by itself or by staff, and what asks nothing. */
export async function findWaitingReplies(tx: PracticeTransaction, page: PageRequest): Promise<Page<WaitingReply>> {
  const { sql } = tx;
  const rows = await sql<WaitingReply[]>`
    SELECT r.id, r.received_at::text AS "keyAt", r.channel, c.address, r.body, r.media_left_out AS "mediaLeftOut", r.reading, r.outcome,
      r.appointment_id AS "appointmentId", r.recall_id AS "recallId", r.message_id AS "messageId", r.received_at AS "receivedAt",
      coalesce(f.time_zone, p.time_zone) AS "timeZone"
    FROM replies r
    JOIN contact_points c ON c.id = r.contact_point_id
    JOIN practices p ON p.id = r.practice_id
    LEFT JOIN appointments a ON a.id = r.appointment_id
    LEFT JOIN recalls recall ON recall.id = r.recall_id
    LEFT JOIN facilities f ON f.id = CASE WHEN r.recall_id IS NULL THEN a.facility_id ELSE recall.facility_id END
    WHERE r.outcome NOT IN ('answered', 'asked_back', 'opted_out', 'opted_in', 'helped', 'courtesy', 'auto_reply')
      AND NOT EXISTS (
        SELECT FROM messages answer
        WHERE answer.in_reply_to = r.id AND answer.kind = 'inbox_reply' AND answer.state <> 'withheld'
      )
      ${page.after === null ? sql`` : sql`AND (r.received_at, r.id) < (${page.after.at}::text::timestamptz, ${page.after.id}::uuid)`}
    ORDER BY r.received_at DESC, r.id DESC
    LIMIT ${page.limit + 1}`;
  return pageOf(rows, page.limit);
}
