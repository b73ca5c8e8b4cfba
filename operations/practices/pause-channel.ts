import { findPauses, type Pause } from '../../db/pauses.ts';
import type { Database } from '../../db/database.ts';
import type { Channel } from '../../domain/planning/plan.ts';
import { findPractice } from './find-practice.ts';
import { switchByCommand } from './switch-by-command.ts';

/**
 * Holds back everything that a practice sends by a channel, or lets it go on. Every send looks at it in its own moment, so nothing is
 * planned anew: what waits goes as soon as it looks again, if it is still of use. Says what is paused then. Throws `not_found`.
 */
export async function pauseChannel(
  db: Database,
  slug: string,
  { channel, isPaused }: { readonly channel: Channel; readonly isPaused: boolean },
): Promise<Pause[]> {
  const practice = await findPractice(db, slug);
  const command = isPaused ? 'kept practice pause' : 'kept practice resume';
  await switchByCommand(db, practice.id, { [`${channel}_paused`]: isPaused }, command);
  return db.inPractice(practice.id, findPauses);
}
