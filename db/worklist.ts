import { worklistPriorities, type WorklistType } from '../domain/worklist.ts';
import type { PracticeTransaction } from './database.ts';

/** What an item is about: what is known of it, at least one. */
export interface WorklistCause {
  readonly type: WorklistType;
  /** The visit or the recall. */
  readonly subjectId?: string | null;
  readonly messageId?: string | null;
  readonly replyId?: string | null;
  readonly patientId?: string | null;
  readonly contactPointId?: string | null;
}

/** Closes the open item of this type about a contact point: its cause is gone by itself. */
export async function closeWorklistItem(
  tx: PracticeTransaction,
  item: { readonly type: WorklistType; readonly contactPointId: string },
): Promise<void> {
  await tx.sql`
    UPDATE worklist_items SET state = 'done'
    WHERE type = ${item.type} AND contact_point_id = ${item.contactPointId} AND appointment_id IS NULL AND recall_id IS NULL AND state = 'open'`;
}

/** What an answer tells of by itself, in its own words. */
const toldByTheAnswer: readonly WorklistType[] = ['decline', 'flip'];

/**
 * Opens an item, or renews the one that is open for the same type and visit (or message, contact point, patient, reply). What is
 * opened is kept for whoever is to be told of it, and words of an emergency each time that they come.
 */
export async function openWorklistItem(tx: PracticeTransaction, cause: WorklistCause): Promise<void> {
  await tx.sql`
    WITH opened AS (
      INSERT INTO worklist_items AS item (practice_id, type, priority, appointment_id, recall_id, message_id, reply_id, patient_id,
        contact_point_id, opened_at, renewed_at)
      VALUES (${tx.practiceId}, ${cause.type}, ${worklistPriorities[cause.type]},
        (SELECT id FROM appointments WHERE id = ${cause.subjectId ?? null}), (SELECT id FROM recalls WHERE id = ${cause.subjectId ?? null}),
        ${cause.messageId ?? null}, ${cause.replyId ?? null}, ${cause.patientId ?? null}, ${cause.contactPointId ?? null},
        ${tx.now}, ${tx.now})
      ON CONFLICT (practice_id, type, coalesce(appointment_id, recall_id, message_id, contact_point_id, patient_id, reply_id))
        WHERE state = 'open'
      DO UPDATE SET renewed_at = excluded.renewed_at, reply_id = coalesce(excluded.reply_id, item.reply_id),
        message_id = coalesce(excluded.message_id, item.message_id)
      RETURNING id, type, appointment_id, recall_id, message_id, xmax = 0 AS is_new
    )
    INSERT INTO notifications (practice_id, event, worklist_item_id, appointment_id, recall_id, message_id, at)
    SELECT ${tx.practiceId}, type, id, appointment_id, recall_id, message_id, ${tx.now}
    FROM opened
    WHERE (is_new OR type = 'emergency') AND type <> ALL(${toldByTheAnswer as string[]})`;
}

/** Ends the open items of a type about a message, whose cause is gone by itself. */
export async function endWorklistItems(tx: PracticeTransaction, type: WorklistType, messageId: string): Promise<void> {
  await tx.sql`
    UPDATE worklist_items SET state = 'done', renewed_at = ${tx.now}
    WHERE type = ${type} AND message_id = ${messageId} AND state = 'open'`;
}
