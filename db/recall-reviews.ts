import { worklistPriorities } from '../domain/worklist.ts';
import type { EpochMs, PmsState } from '../domain/planning/plan.ts';
import type { PracticeTransaction } from './database.ts';

type Sql = PracticeTransaction['sql'];

/** A visit that the patient of a recall got since the recall was written about, and what staff say of it. */
export interface VisitSinceRecall {
  readonly appointmentId: string;
  readonly externalId: string;
  readonly startsAt: EpochMs;
  readonly typeName: string;
  readonly providerName: string;
  readonly pmsState: PmsState;
  /** Null: nobody has looked at it. */
  readonly review: { readonly books: boolean; readonly by: string; readonly at: EpochMs } | null;
}

/** What stands of visits `visit` that the patient of the recall `about` got since the recall's first message about the day that it counts from. */
function visitsSince(sql: Sql) {
  return sql`
    FROM appointments visit
    WHERE visit.practice_id = about.practice_id AND visit.patient_id = about.patient_id
      AND visit.gone_at IS NULL AND visit.pms_state NOT IN ('cancelled', 'rescheduled', 'no_show')
      AND visit.first_seen_at > (
        SELECT min(coalesce(first.sent_at, first.send_at)) FROM messages first
        WHERE first.subject_id = about.id AND first.occurrence = coalesce(about.begins_at, about.due_at)
          AND first.state NOT IN ('not_sent', 'withheld')
      )`;
}

/**
 * Whether the recall of this id has such a visit of which nobody has said whether it books it; for one that is open. OFFSET 0: it is
 * looked up for each recall that is shown, and not for all of the practice at once.
 */
export function awaitsReviewSql(sql: Sql, recallId: ReturnType<Sql>) {
  return sql`EXISTS (
    SELECT FROM recalls about
    WHERE about.id = ${recallId} AND EXISTS (
      SELECT ${visitsSince(sql)} AND NOT EXISTS (
        SELECT FROM recall_reviews review
        WHERE review.recall_id = about.id AND review.appointment_id = visit.id AND review.due_at = about.due_at
      )
    )
    OFFSET 0
  )`;
}

/** These visits of one recall, and others of which staff have said something, soonest first. */
export function findVisitsSinceRecall(tx: PracticeTransaction, recallId: string): Promise<VisitSinceRecall[]> {
  const { sql } = tx;
  return sql<VisitSinceRecall[]>`
    SELECT seen.id AS "appointmentId", seen.external_id AS "externalId", seen.starts_at AS "startsAt", seen.type_name AS "typeName",
      seen.provider_name AS "providerName", seen.pms_state AS "pmsState",
      CASE WHEN review.recall_id IS NOT NULL THEN jsonb_build_object(
        'books', review.books, 'by', review.key_name, 'at', floor(extract(epoch FROM review.at) * 1000)
      ) END AS review
    FROM recalls about
    JOIN appointments seen ON seen.practice_id = about.practice_id AND seen.patient_id = about.patient_id
    LEFT JOIN recall_reviews review
      ON review.recall_id = about.id AND review.appointment_id = seen.id AND review.due_at = about.due_at
    WHERE about.id = ${recallId} AND (review.recall_id IS NOT NULL OR seen.id IN (SELECT visit.id ${visitsSince(sql)}))
    ORDER BY seen.starts_at, seen.id`;
}

/** Whether a visit of this id stands, and is of the recall's patient. */
export async function isStandingVisitOfPatient(
  tx: PracticeTransaction,
  appointmentId: string,
  patientId: string,
): Promise<boolean> {
  const rows = await tx.sql`
    SELECT FROM appointments
    WHERE id = ${appointmentId} AND patient_id = ${patientId} AND gone_at IS NULL
      AND pms_state NOT IN ('cancelled', 'rescheduled', 'no_show')`;
  return rows.length > 0;
}

/** Keeps what staff say of a visit, in place of what they said before. The lock of the recall's subject is held. */
export async function writeRecallReview(
  tx: PracticeTransaction,
  review: {
    readonly recallId: string;
    readonly appointmentId: string;
    readonly books: boolean;
    readonly keyName: string;
  },
): Promise<void> {
  await tx.sql`
    INSERT INTO recall_reviews (recall_id, appointment_id, practice_id, due_at, books, key_name, at)
    SELECT id, ${review.appointmentId}, practice_id, due_at, ${review.books}, ${review.keyName}, ${tx.now}
    FROM recalls WHERE id = ${review.recallId}
    ON CONFLICT (recall_id, appointment_id) DO UPDATE SET
      due_at = excluded.due_at, books = excluded.books, key_name = excluded.key_name, at = excluded.at`;
}

/** Opens an item for each of these recalls, and keeps for whoever is to be told that it did. */
export async function openReviewItems(tx: PracticeTransaction, recallIds: readonly string[]): Promise<void> {
  await tx.sql`
    WITH opened AS (
      INSERT INTO worklist_items (practice_id, type, priority, recall_id, opened_at, renewed_at)
      SELECT ${tx.practiceId}, 'booking_review', ${worklistPriorities.booking_review}, id, ${tx.now}, ${tx.now}
      FROM unnest(${recallIds as string[]}::uuid[]) AS id
      ORDER BY id
      ON CONFLICT DO NOTHING
      RETURNING id, recall_id
    )
    INSERT INTO notifications (practice_id, event, worklist_item_id, recall_id, at)
    SELECT ${tx.practiceId}, 'booking_review', id, recall_id, ${tx.now} FROM opened`;
}
