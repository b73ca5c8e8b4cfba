import type { Database } from '../../db/database.ts';
import { undoGroup as markUndone } from '../../db/group-messages.ts';
import type { ChangedBy } from '../../db/setting-changes.ts';

/**
 * Takes a group back: no claim that begins after its commit takes a message of it. What was handed over by then stays told, with all that follows; the rest
 * is withheld, and what it held back goes again, batch by batch. Undone again it changes nothing. False where the practice has no such group.
 */
export function undoGroup(
  db: Database,
  practiceId: string,
  { groupId, by }: { readonly groupId: string; readonly by: ChangedBy },
): Promise<boolean> {
  return db.inPractice(practiceId, (tx) => markUndone(tx, groupId, by));
}
