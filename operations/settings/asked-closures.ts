import { newClosureIds, type Closure } from '../../db/closures.ts';
import type { Database } from '../../db/database.ts';
import type { ChangeRequest } from './change-request.ts';

/** Closures to add and to remove, as a change: what is added gets its id here. */
export async function askedClosures(
  db: Database,
  practiceId: string,
  { add = [], remove = [] }: { readonly add?: readonly Closure[]; readonly remove?: readonly string[] },
): Promise<Pick<ChangeRequest, 'area' | 'values' | 'paths'>> {
  const ids = await db.inPractice(practiceId, (tx) => newClosureIds(tx, add.length));
  const removed = remove.map((id, index) => ({ id, closure: null, path: `remove.${String(index)}` }));
  const added = add.map((closure, index) => ({ id: ids[index] ?? '', closure, path: `add.${String(index)}` }));
  const all = [...removed, ...added];
  return {
    area: 'closures',
    values: Object.fromEntries(all.map(({ id, closure }) => [id, closure])),
    paths: Object.fromEntries(all.map(({ id, path }) => [id, path])),
  };
}
