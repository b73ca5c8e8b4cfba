import type { MessageState } from '../domain/message-state.ts';
import type { EpochMs } from '../domain/planning/plan.ts';
import type { Transaction } from './database.ts';

/** What staff's lists of visits, recalls and orders say of each alike. */
export interface StaffSubject {
  readonly id: string;
  readonly keyAt: string;
  readonly externalId: string;
  readonly facilityId: string;
  readonly facilityExternalId: string;
  readonly facilityName: string;
  readonly timeZone: string;
  readonly patientId: string;
  readonly patientName: string;
  /** What its messages count from: a visit's start; of a day, which has no hour, when it begins at the facility. */
  readonly startsAt: EpochMs;
  readonly goneAt: EpochMs | null;
  /** How far the messages about its present time have come: the furthest of them; null where none was planned. */
  readonly delivery: MessageState | null;
}

/** The columns of the facility `f` and the patient `p`. */
export function whoseSql(sql: Transaction['sql']) {
  return sql`
    f.id AS "facilityId", f.external_id AS "facilityExternalId", f.name AS "facilityName", f.time_zone AS "timeZone",
    p.id AS "patientId", concat_ws(' ', nullif(p.first_name, ''), p.last_name) AS "patientName"`;
}

/**
 * Joins the plan's `subject` of a list's row. OFFSET 0 keeps PostgreSQL from planning it with the list, which under row-level security reads
 * every recall, visit and message of the practice for a page of fifty; so it looks up one after the other.
 */
export function planOf(sql: Transaction['sql'], type: 'recall' | 'order', id: ReturnType<Transaction['sql']>) {
  return sql`
    CROSS JOIN LATERAL (SELECT * FROM planned_subjects WHERE id = ${id} AND type = ${type} OFFSET 0) AS subject`;
}
