import type { Database } from '../../db/database.ts';
import { findPractices } from '../../db/practices.ts';
import { closeItemsOfBegunVisits } from '../../db/visit-items.ts';

/** Takes from the worklists the patients who were to be told something before a visit that has begun by now. */
export async function closeBegunItems(db: Database): Promise<void> {
  const practices = await db.acrossPractices((tx) => findPractices(tx));
  for (const { id } of practices) await db.inPractice(id, (tx) => closeItemsOfBegunVisits(tx));
}
