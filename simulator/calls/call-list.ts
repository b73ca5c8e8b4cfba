import { fitsBounds, listPage } from '../list-page.ts';
import { callResource, resourceStatus } from './call-resource.ts';
import type { PhoneCall } from './phone-call.ts';

/** A page of the carrier's list of calls, newest first, by the query's `To`, `From`, `Status`, `StartTime` and `EndTime`. */
export function callList(calls: readonly PhoneCall[], query: URLSearchParams, accountSid: string): object {
  return listPage({
    name: 'calls',
    path: `/2010-04-01/Accounts/${accountSid}/Calls.json`,
    items: calls.filter((call) => matches(call, query)).reverse(),
    query,
    show: (call) => callResource(call, accountSid),
  });
}

function matches(call: PhoneCall, query: URLSearchParams): boolean {
  const fits = (name: string, value: string): boolean => (query.get(name) ?? value) === value;
  return (
    fits('To', call.to) &&
    fits('From', call.from) &&
    fits('Status', resourceStatus(call)) &&
    fitsBounds(call.startedAt, query, 'StartTime') &&
    fitsBounds(call.endedAt, query, 'EndTime')
  );
}
