import type { EpochMs } from '../domain/planning/plan.ts';
import type { PracticeTransaction } from './database.ts';
import { pageOf, type Page, type PageRequest } from './keyset.ts';

/** An answer that the PMS is to be told of. */
export interface StaffWriteBack {
  readonly id: string;
  readonly keyAt: string;
  readonly appointmentId: string;
  /** The visit time that it was given for. */
  readonly occurrence: EpochMs;
  readonly answer: 'confirmed' | 'declined';
  readonly state: 'waiting' | 'overtaken';
  readonly queuedAt: EpochMs;
  readonly timeZone: string;
}

/** A page of write-backs, newest first. */
export async function findWriteBacks(tx: PracticeTransaction, page: PageRequest): Promise<Page<StaffWriteBack>> {
  const { sql } = tx;
  const rows = await sql<StaffWriteBack[]>`
    SELECT w.id, w.queued_at::text AS "keyAt", w.appointment_id AS "appointmentId", w.occurrence, w.answer, w.state,
      w.queued_at AS "queuedAt", f.time_zone AS "timeZone"
    FROM write_backs w
    JOIN appointments a ON a.id = w.appointment_id
    JOIN facilities f ON f.id = a.facility_id
    WHERE true
      ${page.after === null ? sql`` : sql`AND (w.queued_at, w.id) < (${page.after.at}::text::timestamptz, ${page.after.id}::uuid)`}
    ORDER BY w.queued_at DESC, w.id DESC
    LIMIT ${page.limit + 1}`;
  return pageOf(rows, page.limit);
}
