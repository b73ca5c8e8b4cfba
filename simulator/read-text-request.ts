import type { CarrierError } from './carrier-errors.ts';
import type { TextRequest } from './carrier.ts';
import { isMessagingService, poolNumberOf } from './messaging-service.ts';
import { isPhoneNumber } from './phones.ts';
import type { CarrierRecord } from './record.ts';

/** What the carrier takes in one message at most. @see https://www.twilio.com/docs/api/errors/21617 */
const longestBody = 1600;

/** Reads the form of a new message and refuses it as the carrier would, number quoted. */
export function readTextRequest(form: URLSearchParams, record: CarrierRecord): TextRequest | CarrierError {
  const messagingServiceSid = form.get('MessagingServiceSid');
  const from = messagingServiceSid === null ? (form.get('From') ?? '') : poolNumberOf(messagingServiceSid);
  const to = form.get('To') ?? '';
  const body = form.get('Body') ?? '';
  const statusCallback = form.get('StatusCallback');
  const validity = form.get('ValidityPeriod') ?? '36000';

  if (to === '') return refused(21604, "A 'To' phone number is required.");
  if (from === '') return refused(21603, "A 'From' phone number is required.");
  if (body === '') return refused(21602, 'Message body is required.');
  if (messagingServiceSid !== null && !isMessagingService(messagingServiceSid)) {
    return refused(21701, `The Messaging Service ${messagingServiceSid} does not exist.`);
  }
  if (!isPhoneNumber(from)) return refused(21212, `The 'From' number ${from} is not a valid phone number.`);
  if (!isPhoneNumber(to)) return refused(21211, `The 'To' number ${to} is not a valid phone number.`);
  if (from === to) return refused(21266, `'To' and 'From' number cannot be the same: ${to}`);
  if (body.length > longestBody) {
    return refused(21617, 'The concatenated message body exceeds the 1600 character limit.');
  }
  if (!/^\d+$/.test(validity) || Number(validity) < 1 || Number(validity) > 36_000) {
    return refused(21624, 'Invalid validity period value.');
  }
  if (statusCallback !== null && !/^https?:\/\/[^/]+/.test(statusCallback)) {
    return refused(21609, `The 'StatusCallback' URL ${statusCallback} is not a valid URL.`);
  }
  if (record.optedOut(to, from)) return refused(21610, 'Attempt to send to unsubscribed recipient');
  return { from, to, body, messagingServiceSid, statusCallback, validitySeconds: Number(validity) };
}

function refused(code: number, message: string): CarrierError {
  return { status: 400, code, message };
}
