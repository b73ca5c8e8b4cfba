import type { AppointmentLabel } from '../domain/labels.ts';
import type { Answer, Channel, EpochMs, PmsState } from '../domain/planning/plan.ts';
import type { PracticeTransaction } from './database.ts';
import { toldOfVisitSql, type ToldOfVisit } from './group-recipients.ts';
import { pageOf, type Page, type PageRequest } from './keyset.ts';
import { appointmentLabelSql, furthestFirstSql } from './label-sql.ts';
import { whoseSql, type StaffSubject } from './staff-subjects.ts';

/** A visit as staff see it in a list. */
export interface StaffAppointment extends StaffSubject {
  readonly providerId: string;
  readonly providerName: string;
  readonly typeName: string;
  readonly durationMinutes: number;
  readonly pmsState: PmsState;
  readonly answer: Answer;
  readonly answerSource: Channel | 'staff' | null;
  readonly answeredAt: EpochMs | null;
  readonly label: AppointmentLabel;
  /** What staff told of it that the PMS does not have yet; null where there is none. */
  readonly told: ToldOfVisit | null;
}

/** What a list of visits can be narrowed by; what is not given does not bind. */
export interface AppointmentFilter {
  /** Days at the facility, both included, as `YYYY-MM-DD`. */
  readonly from?: string;
  readonly to?: string;
  /** The facility's or the visit's own id in the PMS, or ours. */
  readonly facility?: string;
  readonly provider?: string;
  readonly externalId?: string;
  readonly label?: string;
  readonly answer?: string;
}

/** A page of visits, soonest first. */
export async function findStaffAppointments(
  tx: PracticeTransaction,
  filter: AppointmentFilter,
  page: PageRequest,
): Promise<Page<StaffAppointment>> {
  const { sql } = tx;
  const rows = await sql<StaffAppointment[]>`
    ${selection(sql)}
    WHERE true ${given(sql, filter)}
      ${page.after === null ? sql`` : sql`AND (a.starts_at, a.id) > (${page.after.at}::text::timestamptz, ${page.after.id}::uuid)`}
    ORDER BY a.starts_at, a.id
    LIMIT ${page.limit + 1}`;
  return pageOf(rows, page.limit);
}

/** Every visit that the filter fits, soonest first: for a day's sheet, which is read whole. */
export function findAllStaffAppointments(
  tx: PracticeTransaction,
  filter: AppointmentFilter & { readonly from: string; readonly to: string },
): Promise<StaffAppointment[]> {
  return tx.sql<StaffAppointment[]>`
    ${selection(tx.sql)} WHERE true ${given(tx.sql, filter)} ORDER BY a.starts_at, a.id`;
}

/** One visit; null where the practice has none of that id. */
export async function findStaffAppointment(tx: PracticeTransaction, id: string): Promise<StaffAppointment | null> {
  const [row] = await tx.sql<StaffAppointment[]>`${selection(tx.sql)} WHERE a.id = ${id}`;
  return row ?? null;
}

function selection(sql: PracticeTransaction['sql']) {
  return sql`
    SELECT a.id, a.starts_at::text AS "keyAt", a.external_id AS "externalId",
      ${whoseSql(sql)},
      a.provider_id AS "providerId", a.provider_name AS "providerName", a.type_name AS "typeName",
      a.starts_at AS "startsAt", a.duration_minutes AS "durationMinutes", a.pms_state AS "pmsState", a.gone_at AS "goneAt",
      a.answer, a.answer_source AS "answerSource", a.answered_at AS "answeredAt",
      furthest.state AS delivery, ${appointmentLabelSql(sql)} AS label,
      ${toldOfVisitSql(sql)} AS told
    FROM appointments a
    JOIN facilities f ON f.id = a.facility_id
    JOIN patients p ON p.id = a.patient_id
    LEFT JOIN LATERAL (
      SELECT m.state
      FROM messages m
      WHERE m.subject_id = a.id AND m.occurrence = a.starts_at
      ORDER BY ${furthestFirstSql(sql)}
      LIMIT 1
    ) furthest ON true`;
}

function given(sql: PracticeTransaction['sql'], filter: AppointmentFilter) {
  const { from, to, facility, provider, externalId, label, answer } = filter;
  // Wall time decides the day. The bound on the instant, a day wider than any zone's offset, is there for the index.
  return sql`
    ${from === undefined ? sql`` : sql`AND a.wall_time >= ${from}::text::date AND a.starts_at >= ${from}::text::date - 1`}
    ${to === undefined ? sql`` : sql`AND a.wall_time < ${to}::text::date + 1 AND a.starts_at < ${to}::text::date + 2`}
    ${facility === undefined ? sql`` : sql`AND ${facility} IN (f.external_id, f.id::text)`}
    ${provider === undefined ? sql`` : sql`AND a.provider_id = ${provider}`}
    ${externalId === undefined ? sql`` : sql`AND a.external_id = ${externalId}`}
    ${label === undefined ? sql`` : sql`AND ${appointmentLabelSql(sql)} = ${label}`}
    ${answer === undefined ? sql`` : sql`AND a.answer = ${answer}`}`;
}
