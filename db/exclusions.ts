import type { Kind } from '../domain/kinds.ts';
import type { EpochMs } from '../domain/planning/plan.ts';
import type { PracticeTransaction } from './database.ts';
import { pageOf, type Page, type PageRequest } from './keyset.ts';

/** A visit that is to get nothing of a kind, who said so, and when. */
export interface Exclusion {
  readonly id: string;
  readonly keyAt: string;
  readonly appointmentId: string;
  readonly kind: Kind;
  readonly keyName: string;
  readonly at: EpochMs;
  readonly timeZone: string;
}

/** A page of exclusions, newest first; of one visit where it is named. */
export async function findExclusions(
  tx: PracticeTransaction,
  filter: { readonly appointmentId?: string },
  page: PageRequest,
): Promise<Page<Exclusion>> {
  const { sql } = tx;
  const rows = await sql<Exclusion[]>`
    ${selection(sql)}
    WHERE true
      ${filter.appointmentId === undefined ? sql`` : sql`AND excluded.appointment_id = ${filter.appointmentId}`}
      ${page.after === null ? sql`` : sql`AND (excluded.at, excluded.id) < (${page.after.at}::text::timestamptz, ${page.after.id}::uuid)`}
    ORDER BY excluded.at DESC, excluded.id DESC
    LIMIT ${page.limit + 1}`;
  return pageOf(rows, page.limit);
}

/** One exclusion; null where the practice has none of that id. */
export async function findExclusion(tx: PracticeTransaction, id: string): Promise<Exclusion | null> {
  const [row] = await tx.sql<Exclusion[]>`${selection(tx.sql)} WHERE excluded.id = ${id}`;
  return row ?? null;
}

function selection(sql: PracticeTransaction['sql']) {
  return sql`
    SELECT excluded.id, excluded.at::text AS "keyAt", excluded.appointment_id AS "appointmentId", excluded.kind,
      excluded.key_name AS "keyName", excluded.at, facility.time_zone AS "timeZone"
    FROM exclusions excluded
    JOIN appointments visit ON visit.id = excluded.appointment_id
    JOIN facilities facility ON facility.id = visit.facility_id`;
}

/** Excludes a visit from a kind. Returns the exclusion's id, and whether it is new. The lock of the visit's subject is held. */
export async function addExclusion(
  tx: PracticeTransaction,
  excluded: { readonly appointmentId: string; readonly kind: Kind; readonly keyName: string },
): Promise<{ id: string; isNew: boolean }> {
  const { appointmentId, kind, keyName } = excluded;
  const [present] = await tx.sql<{ id: string }[]>`
    SELECT id FROM exclusions WHERE appointment_id = ${appointmentId} AND kind = ${kind}`;
  if (present !== undefined) return { id: present.id, isNew: false };
  const [added] = await tx.sql<[{ id: string }]>`
    INSERT INTO exclusions (practice_id, appointment_id, kind, key_name, at)
    VALUES (${tx.practiceId}, ${appointmentId}, ${kind}, ${keyName}, ${tx.now})
    RETURNING id`;
  return { id: added.id, isNew: true };
}

/** Takes an exclusion away; says whether it was there. */
export async function removeExclusion(tx: PracticeTransaction, id: string): Promise<boolean> {
  const { count } = await tx.sql`DELETE FROM exclusions WHERE id = ${id}`;
  return count > 0;
}
