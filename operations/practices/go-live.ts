import type { Database } from '../../db/database.ts';
import { setLive, type ForecastDay } from '../../db/practices.ts';
import { beginBacklog, type WaitingBacklog } from '../planning/begin-backlog.ts';
import { undone } from '../settings/undone.ts';
import { findNextDays } from './find-next-days.ts';
import { findPractice } from './find-practice.ts';
import { switchByCommand } from './switch-by-command.ts';

/** What going live means for a practice. */
export interface GoingLive {
  /** Whether it was live before. */
  readonly wasLive: boolean;
  /** Messages that are planned for the next seven days, by the day on the practice's clocks. */
  readonly days: readonly ForecastDay[];
  /** Of the recalls and orders that it finds. */
  readonly backlog: WaitingBacklog;
}

/**
 * Ends a practice's rehearsal, so that its messages reach everybody, or with `dryRun` only shows what would go out, as a dry run of the
 * setting `live` does. A practice that is live stays as it is. Throws `not_found`.
 */
export async function goLive(db: Database, slug: string, options: { readonly dryRun: boolean }): Promise<GoingLive> {
  const practice = await findPractice(db, slug);
  const { days, backlog } = await undone(db, practice.id, async (tx) => {
    const next = await findNextDays(tx, ['text', 'voice', 'email']);
    await setLive(tx, true);
    return { ...next, backlog: (await beginBacklog(tx)).backlog };
  });
  if (!options.dryRun) await switchByCommand(db, practice.id, { live: true }, 'kept practice live');
  return { wasLive: practice.liveAt !== null, days, backlog };
}
