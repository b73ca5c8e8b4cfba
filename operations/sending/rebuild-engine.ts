import type { Database } from '../../db/database.ts';
import { forgetEngine } from '../../db/forget-engine.ts';
import { findUntoldSubjects } from '../../db/forgotten.ts';
import { markAgain } from '../planning/mark-again.ts';

/**
 * Fills an engine that lost its memory, or another one, from what Postgres knows: every subject whose plan has not ended, and every one
 * with a message that waits, is marked for the relay, which starts its run anew. No message goes twice, since a send looks at the
 * message first; and where the engine had lost nothing, its runs are only told what they know. Returns how many were marked.
 */
export async function rebuildEngine(db: Database): Promise<{ marked: number }> {
  await db.acrossPractices(forgetEngine);
  let marked = 0;
  for (;;) {
    const found = await db.acrossPractices(findUntoldSubjects);
    if (found.length === 0) return { marked };
    await markAgain(db, found);
    marked += found.length;
  }
}
