/** A page of one of the carrier's lists as it is asked for. */
export interface ListPage<Item> {
  /** What the resources are called in the answer. */
  readonly name: string;
  /** Of the list, without host and query. */
  readonly path: string;
  /** All that was asked for, newest first. */
  readonly items: readonly Item[];
  readonly query: URLSearchParams;
  readonly show: (item: Item) => object;
}

/** The page that `PageSize` and `PageToken` name; the token is that of the last resource of the page before. */
export function listPage<Item extends { readonly sid: string }>(list: ListPage<Item>): object {
  const { path, items, query } = list;
  const pageSize = Math.min(Math.max(Number(query.get('PageSize') ?? 50) || 50, 1), 1000);
  const page = Number(query.get('Page') ?? 0) || 0;
  const after = items.findIndex(({ sid }) => sid === query.get('PageToken')?.slice(2));
  const shown = items.slice(after + 1, after + 1 + pageSize);
  const last = shown.at(-1);
  const more = last !== undefined && items.at(-1) !== last;
  return {
    [list.name]: shown.map(list.show),
    page,
    page_size: pageSize,
    start: page * pageSize,
    end: page * pageSize + Math.max(shown.length - 1, 0),
    uri: `${path}?${query.toString()}`,
    first_page_uri: `${path}?${pageQuery(query, 0, pageSize, null)}`,
    previous_page_uri: null,
    next_page_uri: more ? `${path}?${pageQuery(query, page + 1, pageSize, last.sid)}` : null,
  };
}

function pageQuery(query: URLSearchParams, page: number, pageSize: number, after: string | null): string {
  const next = new URLSearchParams(query);
  next.set('PageSize', String(pageSize));
  next.set('Page', String(page));
  if (after === null) next.delete('PageToken');
  else next.set('PageToken', `PA${after}`);
  return next.toString();
}

/** Whether a time fits the query's bounds for it: `NAME`, `NAME<` for "on or before" and `NAME>` for "on or after". */
export function fitsBounds(at: number | null, query: URLSearchParams, name: string): boolean {
  return (
    within(at, query.get(name), (time, first, last) => time >= first && time <= last) &&
    within(at, query.get(`${name}<`), (time, _first, last) => time <= last) &&
    within(at, query.get(`${name}>`), (time, first) => time >= first)
  );
}

/** A bound is a date in GMT, which is the whole day, or a time in it, which is the whole second. */
function within(
  at: number | null,
  bound: string | null,
  holds: (at: number, first: number, last: number) => boolean,
): boolean {
  if (bound === null) return true;
  const first = Date.parse(bound);
  if (at === null || Number.isNaN(first)) return false;
  return holds(at, first, first + (bound.includes('T') ? 999 : 86_399_999));
}
