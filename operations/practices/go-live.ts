import type { Database } from '../../db/database.ts';
import { findForecast, setLive, type ForecastDay } from '../../db/practices.ts';
import { findPractice } from './find-practice.ts';

/** What going live means for a practice. */
export interface GoingLive {
  /** Whether it was live before. */
  readonly wasLive: boolean;
  /** Messages that are planned for the next seven days, by the day on the practice's clocks. */
  readonly days: readonly ForecastDay[];
}

/**
 * Ends a practice's rehearsal, so that its messages reach everybody, or with `dryRun` only shows what would go out. A practice that is
 * live stays as it is. Throws `not_found`.
 */
export async function goLive(db: Database, slug: string, options: { readonly dryRun: boolean }): Promise<GoingLive> {
  const practice = await findPractice(db, slug);
  return db.inPractice(practice.id, async (tx) => {
    const days = await findForecast(tx);
    if (practice.liveAt === null && !options.dryRun) await setLive(tx);
    return { wasLive: practice.liveAt !== null, days };
  });
}
