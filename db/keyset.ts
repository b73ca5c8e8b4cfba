/**
 * Where a page of a list ended: the last row's time, as Postgres writes it to the microsecond, and its id. The next page begins
 * after it, so rows that come in between neither repeat nor hide one.
 */
export interface PageKey {
  readonly at: string;
  readonly id: string;
}

/** Which page of a list: up to `limit` rows after `after`, or from the start. */
export interface PageRequest {
  readonly limit: number;
  readonly after: PageKey | null;
}

/** A page, and the key that the next one begins after; null at the end of the list. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly next: PageKey | null;
}

/** Makes a page of rows that were read with one more than `limit`, which tells whether there is a next page. */
export function pageOf<Row extends { readonly id: string; readonly keyAt: string }>(
  rows: readonly Row[],
  limit: number,
): Page<Row> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { rows: shown, next: rows.length > limit && last !== undefined ? { at: last.keyAt, id: last.id } : null };
}
