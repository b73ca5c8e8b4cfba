import type { PracticeTransaction } from './database.ts';

/** Something that a user may want to be told of. */
export type NotificationEvent = 'declined' | 'confirmed' | 'flip' | 'call_cut_short';

/** Keeps it for whoever is to be told. */
export async function addNotification(
  tx: PracticeTransaction,
  notification: {
    readonly event: NotificationEvent;
    readonly appointmentId: string | null;
    readonly messageId: string | null;
  },
): Promise<void> {
  await tx.sql`
    INSERT INTO notifications (practice_id, event, appointment_id, message_id, at)
    VALUES (${tx.practiceId}, ${notification.event}, ${notification.appointmentId}, ${notification.messageId}, ${tx.now})`;
}
