import { rfc2822 } from '../rfc-2822.ts';
import { callSeconds } from './call-webhooks.ts';
import type { PhoneCall } from './phone-call.ts';

const subresources = [
  'events',
  'notifications',
  'payments',
  'recordings',
  'siprec',
  'streams',
  'transcriptions',
  'user_defined_message_subscriptions',
  'user_defined_messages',
];

/** A call as the carrier shows it. @see https://www.twilio.com/docs/voice/api/call-resource#call-properties */
export function callResource(call: PhoneCall, accountSid: string): object {
  const uri = `/2010-04-01/Accounts/${accountSid}/Calls/${call.sid}`;
  return {
    account_sid: accountSid,
    answered_by: call.answeredBy,
    api_version: '2010-04-01',
    caller_name: null,
    date_created: rfc2822(call.createdAt),
    date_updated: rfc2822(call.updatedAt),
    direction: call.direction,
    duration: call.status === 'completed' ? String(callSeconds(call)) : null,
    end_time: call.endedAt === null ? null : rfc2822(call.endedAt),
    forwarded_from: null,
    from: call.from,
    from_formatted: call.from,
    group_sid: null,
    parent_call_sid: null,
    phone_number_sid: null,
    price: null,
    price_unit: 'USD',
    queue_time: '0',
    sid: call.sid,
    start_time: call.startedAt === null ? null : rfc2822(call.startedAt),
    status: resourceStatus(call),
    subresource_uris: Object.fromEntries(subresources.map((name) => [name, `${uri}/${camelCase(name)}.json`])),
    to: call.to,
    to_formatted: call.to,
    trunk_sid: null,
    uri: `${uri}.json`,
  };
}

/** `initiated` is a word of callbacks only. */
export function resourceStatus({ status }: PhoneCall): string {
  return status === 'initiated' ? 'queued' : status;
}

function camelCase(name: string): string {
  return name.replace(/(^|_)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
}
