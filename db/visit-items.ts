import { worklistPriorities } from '../domain/worklist.ts';
import type { PracticeTransaction } from './database.ts';

/** The items that a visit's or a recall's own state settles. */
export type VisitItem = 'unreachable' | 'moved_after_send' | 'booking_review' | 'decline' | 'booking' | 'rebooking';

/**
 * Opens an item for each of these visits, and keeps for whoever is to be told that it did. It names the last message that did not go,
 * or the last one that told another time than the visit has now. A decline's item is opened by the answer.
 */
export async function openVisitItems(
  tx: PracticeTransaction,
  type: Extract<VisitItem, 'unreachable' | 'moved_after_send'>,
  visits: readonly string[],
): Promise<void> {
  const isItsMessage =
    type === 'unreachable'
      ? tx.sql`message.occurrence = visit.starts_at
          AND (message.state = 'not_received' OR message.reason IN ('no_contact', 'invalid_contact', 'landline', 'wrong_number'))`
      : tx.sql`message.occurrence <> visit.starts_at
          AND (message.state IN ('sending', 'sent', 'received', 'unknown') OR message.merged_into IS NOT NULL)`;
  await tx.sql`
    WITH opened AS (
      INSERT INTO worklist_items (practice_id, type, priority, appointment_id, message_id, opened_at, renewed_at)
      SELECT ${tx.practiceId}, ${type}, ${worklistPriorities[type]}, visit.id, last.id, ${tx.now}, ${tx.now}
      FROM appointments visit
      LEFT JOIN LATERAL (
        SELECT message.id
        FROM messages message
        WHERE message.subject_id = visit.id AND ${isItsMessage}
        ORDER BY message.computed_at DESC, message.id DESC
        LIMIT 1
      ) AS last ON true
      WHERE visit.id = ANY(${visits as string[]}::uuid[])
      ORDER BY visit.id
      ON CONFLICT DO NOTHING
      RETURNING id, appointment_id, message_id
    )
    INSERT INTO notifications (practice_id, event, worklist_item_id, appointment_id, message_id, at)
    SELECT ${tx.practiceId}, ${type}, id, appointment_id, message_id, ${tx.now} FROM opened`;
}

/**
 * Opens an item for each of these visits to find another time for, where none is open. Nobody is told of them: staff themselves said that the
 * visits are off.
 */
export async function openRebookings(tx: PracticeTransaction, visits: readonly string[]): Promise<void> {
  await tx.sql`
    INSERT INTO worklist_items (practice_id, type, priority, appointment_id, opened_at, renewed_at)
    SELECT ${tx.practiceId}, 'rebooking', ${worklistPriorities.rebooking}, id, ${tx.now}, ${tx.now}
    FROM unnest(${visits as string[]}::uuid[]) AS id
    ORDER BY id
    ON CONFLICT DO NOTHING`;
}

/** Closes the open items of this type about these visits: their cause is gone by itself. */
export async function closeVisitItems(
  tx: PracticeTransaction,
  type: VisitItem,
  visits: readonly string[],
): Promise<void> {
  await tx.sql`
    UPDATE worklist_items SET state = 'done'
    WHERE type = ${type} AND state = 'open' AND (appointment_id = ANY(${visits as string[]}::uuid[]) OR recall_id = ANY(${visits as string[]}::uuid[]))`;
}

/** Closes the items about patients who are to be told something of visits that have begun. Says how many there were. */
export async function closeItemsOfBegunVisits(tx: PracticeTransaction): Promise<number> {
  const { count } = await tx.sql`
    UPDATE worklist_items item SET state = 'done'
    FROM appointments visit
    WHERE item.practice_id = ${tx.practiceId} AND item.state = 'open' AND item.type IN ('unreachable', 'moved_after_send')
      AND visit.id = item.appointment_id AND visit.starts_at <= ${tx.now}`;
  return count;
}
