import { fitsBounds, listPage } from './list-page.ts';
import { messageResource } from './message-resource.ts';
import type { TextMessage } from './text-message.ts';

/** A page of the carrier's list of messages, newest first, by the query's `To`, `From` and `DateSent`. */
export function messageList(messages: readonly TextMessage[], query: URLSearchParams, accountSid: string): object {
  return listPage({
    name: 'messages',
    path: `/2010-04-01/Accounts/${accountSid}/Messages.json`,
    items: messages.filter((message) => matches(message, query)).reverse(),
    query,
    show: (message) => messageResource(message, accountSid),
  });
}

function matches(message: TextMessage, query: URLSearchParams): boolean {
  const to = query.get('To');
  const from = query.get('From');
  return (
    (to === null || message.to === to) &&
    (from === null || message.from === from) &&
    fitsBounds(message.sentAt, query, 'DateSent')
  );
}
