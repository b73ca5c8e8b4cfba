import type { PracticeTransaction } from './database.ts';

/** Something that a user may want to be told of. */
export type NotificationEvent = 'declined' | 'confirmed' | 'flip' | 'call_cut_short';

/** Keeps it for whoever is to be told. */
export async function addNotification(
  tx: PracticeTransaction,
  notification: {
    readonly event: NotificationEvent;
    /** The visit or the recall. */
    readonly subjectId: string;
    readonly messageId: string | null;
  },
): Promise<void> {
  await tx.sql`
    INSERT INTO notifications (practice_id, event, appointment_id, recall_id, message_id, at)
    SELECT practice_id, ${notification.event}, CASE type WHEN 'appointment' THEN id END, CASE type WHEN 'recall' THEN id END,
      ${notification.messageId}, ${tx.now}
    FROM subjects WHERE id = ${notification.subjectId}`;
}
