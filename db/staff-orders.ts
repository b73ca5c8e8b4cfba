import type { OrderLabel } from '../domain/labels.ts';
import type { EpochMs } from '../domain/planning/plan.ts';
import type { PracticeTransaction } from './database.ts';
import { pageOf, type Page, type PageRequest } from './keyset.ts';
import { furthestDeliverySql, orderLabelSql } from './label-sql.ts';
import { planOf, whoseSql, type StaffSubject } from './staff-subjects.ts';

/** An order as staff see it in a list. */
export interface StaffOrder extends StaffSubject {
  readonly productName: string;
  /** As the PMS has it. */
  readonly pmsState: 'ordered' | 'received' | 'dispensed';
  /** The day that it is ready on, as `YYYY-MM-DD`; null before it is known. */
  readonly readyOn: string | null;
  /** When its messages count from: the beginning of that day; before it is known, when the order was first seen. */
  readonly startsAt: EpochMs;
  readonly label: OrderLabel;
}

/** What a list of orders can be narrowed by; what is not given does not bind. */
export interface OrderFilter {
  /** The facility's id in the PMS, or ours. */
  readonly facility?: string;
  readonly externalId?: string;
  readonly label?: string;
  /** Days that it is ready on, both included, as `YYYY-MM-DD`. */
  readonly readyFrom?: string;
  readonly readyTo?: string;
  /** In the PMS's word; capitals make no difference. */
  readonly product?: string;
}

/** A page of orders, what was first seen first. */
export async function findStaffOrders(
  tx: PracticeTransaction,
  filter: OrderFilter,
  page: PageRequest,
): Promise<Page<StaffOrder>> {
  const { sql } = tx;
  const rows = await sql<StaffOrder[]>`
    SELECT ${orderColumns(sql)} ${ordersGiven(sql, filter)} ${ordersAfter(sql, page)}`;
  return pageOf(rows, page.limit);
}

/** Which page of orders, what was first seen first. */
export function ordersAfter(sql: PracticeTransaction['sql'], { after, limit }: PageRequest) {
  return sql`
    ${after === null ? sql`` : sql`AND (ordered.first_seen_at, ordered.id) > (${after.at}::text::timestamptz, ${after.id}::uuid)`}
    ORDER BY ordered.first_seen_at, ordered.id
    LIMIT ${limit + 1}`;
}

/** One order; null where the practice has none of that id. */
export async function findStaffOrder(tx: PracticeTransaction, id: string): Promise<StaffOrder | null> {
  const [row] = await tx.sql<StaffOrder[]>`
    SELECT ${orderColumns(tx.sql)} ${ordersGiven(tx.sql, {})} AND ordered.id = ${id}`;
  return row ?? null;
}

/** What a list shows of each of `ordersGiven`. */
export function orderColumns(sql: PracticeTransaction['sql']) {
  return sql`
    ordered.id, ordered.first_seen_at::text AS "keyAt", ordered.external_id AS "externalId",
      ${whoseSql(sql)},
      ordered.product_name AS "productName", ordered.state AS "pmsState", ordered.ready_on::text AS "readyOn",
      subject.starts_at AS "startsAt", ordered.gone_at AS "goneAt",
      ${furthestDeliverySql(sql)} AS delivery, ${orderLabelSql(sql)} AS label`;
}

/** The orders that a filter leaves, each with its plan's `subject`, its facility `f` and its patient `p`. */
export function ordersGiven(
  sql: PracticeTransaction['sql'],
  { facility, externalId, label, readyFrom, readyTo, product }: OrderFilter,
) {
  return sql`
    FROM orders ordered
    ${planOf(sql, 'order', sql`ordered.id`)}
    JOIN facilities f ON f.id = ordered.facility_id
    JOIN patients p ON p.id = ordered.patient_id
    WHERE true
      ${facility === undefined ? sql`` : sql`AND ${facility} IN (f.external_id, f.id::text)`}
      ${externalId === undefined ? sql`` : sql`AND ordered.external_id = ${externalId}`}
      ${label === undefined ? sql`` : sql`AND ${orderLabelSql(sql)} = ${label}`}
      ${readyFrom === undefined ? sql`` : sql`AND ordered.ready_on >= ${readyFrom}::text::date`}
      ${readyTo === undefined ? sql`` : sql`AND ordered.ready_on <= ${readyTo}::text::date`}
      ${product === undefined ? sql`` : sql`AND lower(ordered.product_name) = lower(${product})`}`;
}
