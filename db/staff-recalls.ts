import type { RecallLabel } from '../domain/labels.ts';
import type { Answer, Channel, EpochMs } from '../domain/planning/plan.ts';
import type { PracticeTransaction } from './database.ts';
import { pageOf, type Page, type PageRequest } from './keyset.ts';
import { furthestDeliverySql, recallLabelSql } from './label-sql.ts';
import { awaitsReviewSql } from './recall-reviews.ts';
import { planOf, whoseSql, type StaffSubject } from './staff-subjects.ts';

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
  /** Days that it is due on, both included, as `YYYY-MM-DD`. */
  readonly dueFrom?: string;
  readonly dueTo?: string;
  /** In the PMS's word; capitals make no difference. */
  readonly type?: string;
}

/** A page of recalls, what is due longest first. */
export async function findStaffRecalls(
  tx: PracticeTransaction,
  filter: RecallFilter,
  page: PageRequest,
): Promise<Page<StaffRecall>> {
  const { sql } = tx;
  const rows = await sql<StaffRecall[]>`
    SELECT ${recallColumns(sql)} ${recallsGiven(sql, filter)} ${recallsAfter(sql, page)}`;
  return pageOf(rows, page.limit);
}

/** Which page of recalls, what is due longest first. */
export function recallsAfter(sql: PracticeTransaction['sql'], { after, limit }: PageRequest) {
  return sql`
    ${after === null ? sql`` : sql`AND (recall.due_at, recall.id) > (${after.at}::text::timestamptz, ${after.id}::uuid)`}
    ORDER BY recall.due_at, recall.id
    LIMIT ${limit + 1}`;
}

/** One recall; null where the practice has none of that id. */
export async function findStaffRecall(tx: PracticeTransaction, id: string): Promise<StaffRecall | null> {
  const [row] = await tx.sql<StaffRecall[]>`
    SELECT ${recallColumns(tx.sql)} ${recallsGiven(tx.sql, {})} AND recall.id = ${id}`;
  return row ?? null;
}

/** What a list shows of each of `recallsGiven`. */
export function recallColumns(sql: PracticeTransaction['sql']) {
  return sql`
    recall.id, recall.due_at::text AS "keyAt", recall.external_id AS "externalId",
      ${whoseSql(sql)},
      recall.type_name AS "typeName", recall.due_on::text AS "dueOn", subject.starts_at AS "startsAt",
      subject.has_steps AS "hasBegun", recall.booked_by AS "bookedBy", recall.gone_at AS "goneAt",
      recall.answer, recall.answer_source AS "answerSource", recall.answered_at AS "answeredAt",
      ${furthestDeliverySql(sql)} AS delivery, ${recallLabelSql(sql)} AS label,
      subject.closed_by IS NULL AND recall.gone_at IS NULL AND ${awaitsReviewSql(sql, sql`recall.id`)} AS "awaitsReview"`;
}

/** The recalls that a filter leaves, each with its plan's `subject`, its facility `f` and its patient `p`. */
export function recallsGiven(
  sql: PracticeTransaction['sql'],
  { facility, externalId, label, answer, dueFrom, dueTo, type }: RecallFilter,
) {
  return sql`
    FROM recalls recall
    ${planOf(sql, 'recall', sql`recall.id`)}
    JOIN facilities f ON f.id = recall.facility_id
    JOIN patients p ON p.id = recall.patient_id
    WHERE true
      ${facility === undefined ? sql`` : sql`AND ${facility} IN (f.external_id, f.id::text)`}
      ${externalId === undefined ? sql`` : sql`AND recall.external_id = ${externalId}`}
      ${label === undefined ? sql`` : sql`AND ${recallLabelSql(sql)} = ${label}`}
      ${answer === undefined ? sql`` : sql`AND recall.answer = ${answer}`}
      ${dueFrom === undefined ? sql`` : sql`AND recall.due_on >= ${dueFrom}::text::date AND recall.due_at >= ${dueFrom}::text::date - 1`}
      ${dueTo === undefined ? sql`` : sql`AND recall.due_on <= ${dueTo}::text::date AND recall.due_at < ${dueTo}::text::date + 2`}
      ${type === undefined ? sql`` : sql`AND lower(recall.type_name) = lower(${type})`}`;
}
