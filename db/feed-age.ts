import type { EpochMs } from '../domain/planning/plan.ts';
import type { PracticeTransaction } from './database.ts';

/** How old the practice's copy of its PMS is. */
export interface FeedAge {
  /** When the PMS wrote out the newest feed that was applied; null before the first. */
  readonly exportedAt: EpochMs | null;
  /** From this age on staff are warned. */
  readonly warnAfterMs: number;
  readonly timeZone: string;
}

/** The age of the practice's copy, from the newest export that was applied. */
export async function findFeedAge(tx: PracticeTransaction): Promise<FeedAge> {
  const [age] = await tx.sql<[FeedAge]>`
    SELECT p.time_zone AS "timeZone",
      (extract(epoch FROM s.feed_warn_after) * 1000)::float8 AS "warnAfterMs",
      (SELECT max(r.exported_at) FROM sync_runs r WHERE r.state = 'applied' AND r.list = 'appointments') AS "exportedAt"
    FROM practices p JOIN practice_settings s ON s.practice_id = p.id`;
  return age;
}
