import type { CarrierError } from '../carrier-errors.ts';
import { isPhoneNumber } from '../phones.ts';
import type { CallRequest } from './phone-call.ts';

const events: ReadonlySet<string> = new Set(['initiated', 'ringing', 'answered', 'completed']);
/** @see https://www.twilio.com/docs/voice/api/call-resource#create-a-call */
const longestTimeout = 600;

/** Reads the form of a new call and refuses it as the carrier would, number quoted. */
export function readCallRequest(form: URLSearchParams): CallRequest | CarrierError {
  const from = form.get('From') ?? '';
  const to = form.get('To') ?? '';
  const url = form.get('Url') ?? '';
  const statusCallback = form.get('StatusCallback');
  const timeout = form.get('Timeout') ?? '60';
  const detection = form.get('MachineDetection');
  const statusEvents = form.getAll('StatusCallbackEvent');

  if (to === '') return refused(21201, "No 'To' number specified");
  if (from === '') return refused(21213, "No 'From' number specified");
  if (!isPhoneNumber(from)) return refused(21212, `The 'From' number ${from} is not a valid phone number.`);
  if (!isPhoneNumber(to)) return refused(21211, `The phone number you are attempting to call, ${to}, is not valid.`);
  if (url === '') return refused(21205, 'Url parameter is required.');
  if (!isAddress(url)) return refused(21205, `Url is not a valid URL: ${url}`);
  if (statusCallback !== null && !isAddress(statusCallback)) {
    return refused(21609, `The 'StatusCallback' URL ${statusCallback} is not a valid URL.`);
  }
  if (!/^\d+$/.test(timeout) || Number(timeout) < 1 || Number(timeout) > longestTimeout) {
    return refused(20422, 'Timeout is not a number of seconds from 1 to 600.');
  }
  if (detection !== null && detection !== 'Enable' && detection !== 'DetectMessageEnd') {
    return refused(20422, 'MachineDetection must be Enable or DetectMessageEnd.');
  }
  if (!statusEvents.every((event) => events.has(event)))
    return refused(20422, 'StatusCallbackEvent holds no such event.');
  return {
    from,
    to,
    url,
    statusCallback,
    statusEvents: statusEvents.length === 0 ? ['completed'] : statusEvents,
    machineDetection: detection,
    timeoutSeconds: Number(timeout),
  };
}

function isAddress(text: string): boolean {
  return /^https?:\/\/[^/]+/.test(text);
}

function refused(code: number, message: string): CarrierError {
  return { status: 400, code, message };
}
