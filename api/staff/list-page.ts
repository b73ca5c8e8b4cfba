import type { PracticeTransaction } from '../../db/database.ts';
import { findFeedAge, type FeedAge } from '../../db/feed-age.ts';
import type { Page, PageRequest } from '../../db/keyset.ts';
import type { EpochMs } from '../../domain/planning/plan.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { isoTimeOrNull } from '../iso-time.ts';
import type { Copy } from '../schemas/shapes.ts';

/** A page as it is answered. */
export interface ListPage<Item> {
  items: Item[];
  next: string | null;
  copy: Copy;
}

/**
 * Reads one page of the list of this name and writes it as its answer. `read` is given which page; the query's cursor must be
 * of this list.
 */
export async function listPage<Row, Item>(
  tx: PracticeTransaction,
  list: string,
  query: { readonly limit?: number; readonly cursor?: string },
  read: (page: PageRequest) => Promise<Page<Row>>,
  toItem: (row: Row) => Item,
): Promise<ListPage<Item>> {
  const after = query.cursor === undefined ? null : decodeCursor(list, query.cursor);
  const page = await read({ limit: query.limit ?? 50, after });
  return {
    items: page.rows.map(toItem),
    next: page.next === null ? null : encodeCursor(list, page.next),
    copy: copyOf(await findFeedAge(tx), tx.now),
  };
}

/** How old the practice's copy is, as lists and reports tell it. */
export function copyOf(age: FeedAge, now: EpochMs): Copy {
  const ageMs = age.exportedAt === null ? null : Math.max(0, now - age.exportedAt);
  return {
    asOf: isoTimeOrNull(age.exportedAt, age.timeZone),
    ageSeconds: ageMs === null ? null : Math.floor(ageMs / 1000),
    stale: ageMs === null || ageMs > age.warnAfterMs,
  };
}
