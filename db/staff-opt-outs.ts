import type { EpochMs } from '../domain/planning/plan.ts';
import type { PracticeTransaction } from './database.ts';
import { pageOf, type Page, type PageRequest } from './keyset.ts';

/** A contact point that nothing automatic is sent to any more, because its owner said so. */
export interface OptOut {
  readonly id: string;
  readonly keyAt: string;
  readonly address: string;
  readonly optedOutAt: EpochMs;
  readonly timeZone: string;
}

/** A page of opt-outs, newest first. */
export async function findOptOuts(tx: PracticeTransaction, page: PageRequest): Promise<Page<OptOut>> {
  const { sql } = tx;
  const rows = await sql<OptOut[]>`
    SELECT c.id, c.opted_out_at::text AS "keyAt", c.address, c.opted_out_at AS "optedOutAt", p.time_zone AS "timeZone"
    FROM contact_points c JOIN practices p ON p.id = c.practice_id
    WHERE c.opted_out_at IS NOT NULL
      ${page.after === null ? sql`` : sql`AND (c.opted_out_at, c.id) < (${page.after.at}::text::timestamptz, ${page.after.id}::uuid)`}
    ORDER BY c.opted_out_at DESC, c.id DESC
    LIMIT ${page.limit + 1}`;
  return pageOf(rows, page.limit);
}
