import { messageResource } from './message-resource.ts';
import type { TextMessage } from './text-message.ts';

/**
 * A page of the carrier's list, newest first, by the query's `To`, `From`, `DateSent` (with `<` and `>` for "on or before" and
 * "on or after") and `PageSize`. `PageToken` names the last message of the page before.
 */
export function messageList(messages: readonly TextMessage[], query: URLSearchParams, accountSid: string): object {
  const path = `/2010-04-01/Accounts/${accountSid}/Messages.json`;
  const pageSize = Math.min(Math.max(Number(query.get('PageSize') ?? 50) || 50, 1), 1000);
  const page = Number(query.get('Page') ?? 0) || 0;
  const asked = messages.filter((message) => matches(message, query)).reverse();
  const after = asked.findIndex((message) => message.sid === query.get('PageToken')?.slice(2));
  const shown = asked.slice(after + 1, after + 1 + pageSize);
  const last = shown.at(-1);
  const more = last !== undefined && asked.at(-1) !== last;

  return {
    messages: shown.map((message) => messageResource(message, accountSid)),
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

function matches(message: TextMessage, query: URLSearchParams): boolean {
  const to = query.get('To');
  const from = query.get('From');
  return (
    (to === null || message.to === to) &&
    (from === null || message.from === from) &&
    sentWithin(message.sentAt, query.get('DateSent'), (sent, first, last) => sent >= first && sent <= last) &&
    sentWithin(message.sentAt, query.get('DateSent<'), (sent, _first, last) => sent <= last) &&
    sentWithin(message.sentAt, query.get('DateSent>'), (sent, first) => sent >= first)
  );
}

/** A bound is a date in GMT, which is the whole day, or a time in it, which is the whole second. */
function sentWithin(
  sentAt: number | null,
  bound: string | null,
  holds: (sent: number, first: number, last: number) => boolean,
): boolean {
  if (bound === null) return true;
  const first = Date.parse(bound);
  if (sentAt === null || Number.isNaN(first)) return false;
  return holds(sentAt, first, first + (bound.includes('T') ? 999 : 86_399_999));
}
