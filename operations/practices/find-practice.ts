import type { Database } from '../../db/database.ts';
import { findPracticeBySlug, type PracticeRow } from '../../db/practices.ts';
import { Fault } from '../../domain/fault.ts';

/** The practice by its slug. Throws `not_found`, saying what to do. */
export async function findPractice(db: Database, slug: string): Promise<PracticeRow> {
  const practice = await db.acrossPractices((tx) => findPracticeBySlug(tx, slug));
  if (practice === null) {
    throw new Fault('not_found', `No practice has the slug "${slug}": see which there are with "kept practice list".`);
  }
  return practice;
}
