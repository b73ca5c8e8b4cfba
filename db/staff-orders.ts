import type { OrderLabel } from '../domain/labels.ts';
import type { EpochMs } from '../domain/planning/plan.ts';
import type { PracticeTransaction } from './database.ts';
import { pageOf, type Page, type PageRequest } from './keyset.ts';
import { furthestDeliverySql, orderLabelSql } from './label-sql.ts';
import { whoseSql, type StaffSubject } from './staff-subjects.ts';

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
}

/** A page of orders, what was first seen first. */
export async function findStaffOrders(
  tx: PracticeTransaction,
  filter: OrderFilter,
  page: PageRequest,
): Promise<Page<StaffOrder>> {
  const { sql } = tx;
  const { facility, externalId, label } = filter;
  const rows = await sql<StaffOrder[]>`
    ${selection(sql)}
    WHERE true
      ${facility === undefined ? sql`` : sql`AND ${facility} IN (f.external_id, f.id::text)`}
      ${externalId === undefined ? sql`` : sql`AND ordered.external_id = ${externalId}`}
      ${label === undefined ? sql`` : sql`AND ${orderLabelSql(sql)} = ${label}`}
      ${page.after === null ? sql`` : sql`AND (ordered.first_seen_at, ordered.id) > (${page.after.at}::text::timestamptz, ${page.after.id}::uuid)`}
    ORDER BY ordered.first_seen_at, ordered.id
    LIMIT ${page.limit + 1}`;
  return pageOf(rows, page.limit);
}

/** One order; null where the practice has none of that id. */
export async function findStaffOrder(tx: PracticeTransaction, id: string): Promise<StaffOrder | null> {
  const [row] = await tx.sql<StaffOrder[]>`${selection(tx.sql)} WHERE ordered.id = ${id}`;
  return row ?? null;
}

function selection(sql: PracticeTransaction['sql']) {
  return sql`
    SELECT ordered.id, ordered.first_seen_at::text AS "keyAt", ordered.external_id AS "externalId",
      ${whoseSql(sql)},
      ordered.product_name AS "productName", ordered.state AS "pmsState", ordered.ready_on::text AS "readyOn",
      subject.starts_at AS "startsAt", ordered.gone_at AS "goneAt",
      ${furthestDeliverySql(sql)} AS delivery, ${orderLabelSql(sql)} AS label
    FROM orders ordered
    JOIN planned_subjects subject ON subject.id = ordered.id AND subject.type = 'order'
    JOIN facilities f ON f.id = ordered.facility_id
    JOIN patients p ON p.id = ordered.patient_id`;
}
