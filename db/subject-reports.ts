import type { EpochMs } from '../domain/planning/plan.ts';
import type { PracticeTransaction } from './database.ts';
import { pageOf, type Page, type PageRequest } from './keyset.ts';
import { orderColumns, ordersAfter, ordersGiven, type OrderFilter, type StaffOrder } from './staff-orders.ts';
import { recallColumns, recallsAfter, recallsGiven, type RecallFilter, type StaffRecall } from './staff-recalls.ts';

type Sql = PracticeTransaction['sql'];

/** What was sent about the day that a recall or an order counts from now. */
export interface SentAbout {
  /** Messages that were handed over, whatever became of them. */
  readonly sent: number;
  readonly firstSentAt: EpochMs | null;
  readonly lastSentAt: EpochMs | null;
}

/** A page of the report of recalls, what is due longest first. */
export async function findRecallReport(
  tx: PracticeTransaction,
  filter: RecallFilter,
  page: PageRequest,
): Promise<Page<StaffRecall & SentAbout>> {
  const { sql } = tx;
  // What was sent is looked for about the page's recalls alone.
  const rows = await sql<(StaffRecall & SentAbout)[]>`
    SELECT listed.*, ${sentColumns(sql)}
    FROM (
      SELECT ${recallColumns(sql)} ${recallsGiven(sql, filter)} ${recallsAfter(sql, page)}
    ) AS listed
    ${sentAbout(sql, sql`listed.id`, sql`listed."startsAt"`)}
    ORDER BY listed."keyAt"::timestamptz, listed.id`;
  return pageOf(rows, page.limit);
}

/** Recalls of a report in all: each count is of recalls. */
export interface RecallTotals {
  readonly recalls: number;
  /** Written about at least once. */
  readonly sent: number;
  readonly confirmed: number;
  readonly declined: number;
  readonly booked: number;
  /** Of these, those that were written about before. */
  readonly bookedSince: number;
  /** The PMS's list has them no longer. */
  readonly removed: number;
}

/** The same recalls counted. */
export async function countRecallReport(tx: PracticeTransaction, filter: RecallFilter): Promise<RecallTotals> {
  const { sql } = tx;
  const [row] = await sql<[RecallTotals]>`
    SELECT count(*)::int AS recalls, count(*) FILTER (WHERE was_sent)::int AS sent,
      count(*) FILTER (WHERE answer = 'confirmed')::int AS confirmed,
      count(*) FILTER (WHERE answer = 'declined')::int AS declined,
      count(*) FILTER (WHERE closed_by = 'booked')::int AS booked,
      count(*) FILTER (WHERE closed_by = 'booked' AND was_sent)::int AS "bookedSince",
      count(gone_at)::int AS removed
    FROM (
      SELECT recall.answer, recall.gone_at, subject.closed_by, ${wasSent(sql)} AS was_sent ${recallsGiven(sql, filter)} OFFSET 0
    ) AS counted`;
  return row;
}

/** A page of the report of orders, what was first seen first. */
export async function findOrderReport(
  tx: PracticeTransaction,
  filter: OrderFilter,
  page: PageRequest,
): Promise<Page<StaffOrder & SentAbout>> {
  const { sql } = tx;
  const rows = await sql<(StaffOrder & SentAbout)[]>`
    SELECT listed.*, ${sentColumns(sql)}
    FROM (
      SELECT ${orderColumns(sql)} ${ordersGiven(sql, filter)} ${ordersAfter(sql, page)}
    ) AS listed
    ${sentAbout(sql, sql`listed.id`, sql`listed."startsAt"`)}
    ORDER BY listed."keyAt"::timestamptz, listed.id`;
  return pageOf(rows, page.limit);
}

/** Orders of a report in all: each count is of orders. */
export interface OrderTotals {
  readonly orders: number;
  /** Written about at least once. */
  readonly sent: number;
  readonly ready: number;
  readonly dispensed: number;
  /** Of these, those that were written about before. */
  readonly dispensedSince: number;
  /** The PMS's list has them no longer. */
  readonly removed: number;
}

/** The same orders counted. */
export async function countOrderReport(tx: PracticeTransaction, filter: OrderFilter): Promise<OrderTotals> {
  const { sql } = tx;
  const [row] = await sql<[OrderTotals]>`
    SELECT count(*)::int AS orders, count(*) FILTER (WHERE was_sent)::int AS sent,
      count(*) FILTER (WHERE state = 'received')::int AS ready,
      count(*) FILTER (WHERE state = 'dispensed')::int AS dispensed,
      count(*) FILTER (WHERE state = 'dispensed' AND was_sent)::int AS "dispensedSince",
      count(gone_at)::int AS removed
    FROM (SELECT ordered.state, ordered.gone_at, ${wasSent(sql)} AS was_sent ${ordersGiven(sql, filter)} OFFSET 0) AS counted`;
  return row;
}

function sentColumns(sql: Sql) {
  return sql`about.sent, about.first_sent_at AS "firstSentAt", about.last_sent_at AS "lastSentAt"`;
}

function sentAbout(sql: Sql, subjectId: ReturnType<Sql>, occurrence: ReturnType<Sql>) {
  return sql`
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS sent, min(m.sent_at) AS first_sent_at, max(m.sent_at) AS last_sent_at
      FROM messages m
      WHERE m.subject_id = ${subjectId} AND m.occurrence = ${occurrence} AND m.state NOT IN ('not_sent', 'withheld')
    ) AS about`;
}

function wasSent(sql: Sql) {
  return sql`EXISTS (
    SELECT FROM messages m
    WHERE m.subject_id = subject.id AND m.occurrence = subject.starts_at AND m.state NOT IN ('not_sent', 'withheld')
  )`;
}
