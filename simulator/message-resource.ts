import { SegmentedMessage } from 'sms-segments-calculator';
import { rfc2822 } from './rfc-2822.ts';
import type { TextMessage } from './text-message.ts';

/** A message as the carrier shows it. @see https://www.twilio.com/docs/messaging/api/message-resource#message-properties */
export function messageResource(message: TextMessage, accountSid: string): object {
  const uri = `/2010-04-01/Accounts/${accountSid}/Messages/${message.sid}`;
  return {
    account_sid: accountSid,
    api_version: '2010-04-01',
    body: message.body,
    date_created: rfc2822(message.createdAt),
    date_sent: message.sentAt === null ? null : rfc2822(message.sentAt),
    date_updated: rfc2822(message.updatedAt),
    direction: message.direction,
    error_code: message.errorCode,
    error_message: null,
    // A service chooses the number after it has accepted the message.
    from: message.status === 'accepted' ? null : message.from,
    messaging_service_sid: message.messagingServiceSid,
    num_media: '0',
    num_segments: String(new SegmentedMessage(message.body).segmentsCount),
    price: null,
    price_unit: 'USD',
    sid: message.sid,
    status: message.status,
    subresource_uris: { media: `${uri}/Media.json` },
    to: message.to,
    uri: `${uri}.json`,
  };
}
