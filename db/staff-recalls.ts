import type { RecallLabel } from '../domain/labels.ts';
import type { Answer, Channel, EpochMs } from '../domain/planning/plan.ts';
import type { PracticeTransaction } from './database.ts';
import { pageOf, type Page, type PageRequest } from './keyset.ts';
import { furthestDeliverySql, recallLabelSql } from './label-sql.ts';
import { awaitsReviewSql } from './recall-reviews.ts';
import { whoseSql, type StaffSubject } from './staff-subjects.ts';

/** A recall as staff see it in a list. */
export interface StaffRecall extends StaffSubject {
  readonly typeName: string;
  /** The day that it is due on, as `YYYY-MM-DD`. */
  readonly dueOn: string;
  /** When its messages count from: the beginning of that day, or of the day that it was given as one of the overdue. */
  readonly startsAt: EpochMs;
  /** Whether its messages are planned: not while it waits for its place among the overdue. */
  readonly hasBegun: boolean;
  /** The PMS's id of the visit that the PMS says books it; empty where it names none. */
  readonly bookedBy: string;
  readonly answer: Answer;
  readonly answerSource: Channel | 'staff' | null;
  readonly answeredAt: EpochMs | null;
  readonly label: RecallLabel;
  /** Its patient got a visit since it was written about, and nobody has said whether that books it. */
  readonly awaitsReview: boolean;
}

/** What a list of recalls can be narrowed by; what is not given does not bind. */
export interface RecallFilter {
  /** The facility's id in the PMS, or ours. */
  readonly facility?: string;
  readonly externalId?: string;
  readonly label?: string;
  readonly answer?: string;
}

/** A page of recalls, what is due longest first. */
export async function findStaffRecalls(
  tx: PracticeTransaction,
  filter: RecallFilter,
  page: PageRequest,
): Promise<Page<StaffRecall>> {
  const { sql } = tx;
  const { facility, externalId, label, answer } = filter;
  const rows = await sql<StaffRecall[]>`
    ${selection(sql)}
    WHERE true
      ${facility === undefined ? sql`` : sql`AND ${facility} IN (f.external_id, f.id::text)`}
      ${externalId === undefined ? sql`` : sql`AND recall.external_id = ${externalId}`}
      ${label === undefined ? sql`` : sql`AND ${recallLabelSql(sql)} = ${label}`}
      ${answer === undefined ? sql`` : sql`AND recall.answer = ${answer}`}
      ${page.after === null ? sql`` : sql`AND (recall.due_at, recall.id) > (${page.after.at}::text::timestamptz, ${page.after.id}::uuid)`}
    ORDER BY recall.due_at, recall.id
    LIMIT ${page.limit + 1}`;
  return pageOf(rows, page.limit);
}

/** One recall; null where the practice has none of that id. */
export async function findStaffRecall(tx: PracticeTransaction, id: string): Promise<StaffRecall | null> {
  const [row] = await tx.sql<StaffRecall[]>`${selection(tx.sql)} WHERE recall.id = ${id}`;
  return row ?? null;
}

function selection(sql: PracticeTransaction['sql']) {
  return sql`
    SELECT recall.id, recall.due_at::text AS "keyAt", recall.external_id AS "externalId",
      ${whoseSql(sql)},
      recall.type_name AS "typeName", recall.due_on::text AS "dueOn", subject.starts_at AS "startsAt",
      subject.has_steps AS "hasBegun", recall.booked_by AS "bookedBy", recall.gone_at AS "goneAt",
      recall.answer, recall.answer_source AS "answerSource", recall.answered_at AS "answeredAt",
      ${furthestDeliverySql(sql)} AS delivery, ${recallLabelSql(sql)} AS label,
      subject.closed_by IS NULL AND recall.gone_at IS NULL AND ${awaitsReviewSql(sql, sql`recall.id`)} AS "awaitsReview"
    FROM recalls recall
    JOIN planned_subjects subject ON subject.id = recall.id AND subject.type = 'recall'
    JOIN facilities f ON f.id = recall.facility_id
    JOIN patients p ON p.id = recall.patient_id`;
}
