/**
 * The carrier's words for where a call is; `initiated` stands in callbacks only, and is `queued` in the resource.
 * @see https://www.twilio.com/docs/voice/api/call-resource#call-status-values
 */
export type CallStatus =
  'queued' | 'initiated' | 'ringing' | 'in-progress' | 'completed' | 'busy' | 'no-answer' | 'failed' | 'canceled';

/** What machine detection said of whoever picked up. @see https://www.twilio.com/docs/voice/answering-machine-detection */
export type AnsweredBy = 'human' | 'machine_start' | 'machine_end_beep' | 'fax' | 'unknown';

/** What the caller asked for, as the carrier keeps it. Times are epoch milliseconds. */
export interface CallRequest {
  readonly from: string;
  readonly to: string;
  /** Where the call's TwiML is fetched. */
  readonly url: string;
  readonly statusCallback: string | null;
  /** Which of `initiated`, `ringing`, `answered` and `completed` the callback hears of. */
  readonly statusEvents: readonly string[];
  readonly machineDetection: 'Enable' | 'DetectMessageEnd' | null;
  /** How long the phone may ring. */
  readonly timeoutSeconds: number;
}

/** One thing that was heard on the line: words that were spoken, keys that were pressed, or what the carrier did. */
export interface Heard {
  readonly at: number;
  readonly by: 'line' | 'phone' | 'carrier';
  readonly text: string;
}

/** A status that the callback has yet to be told of, with its number in the order of events. */
export interface CallReport {
  readonly status: CallStatus;
  readonly sequence: number;
  readonly at: number;
}

/** A call that went through this carrier, in either direction. */
export interface PhoneCall extends CallRequest {
  readonly sid: string;
  readonly direction: 'outbound-api' | 'inbound';
  readonly createdAt: number;
  /** Its place among everything that was ever taken. */
  readonly place: number;
  status: CallStatus;
  answeredBy: AnsweredBy | null;
  updatedAt: number;
  startedAt: number | null;
  endedAt: number | null;
  readonly heard: Heard[];
  readonly unreported: CallReport[];
  /** Callbacks that were due so far. */
  reports: number;
}

const ended: ReadonlySet<CallStatus> = new Set(['completed', 'busy', 'no-answer', 'failed', 'canceled']);

/** Whether nothing more happens to it. */
export function isOver(call: PhoneCall): boolean {
  return ended.has(call.status);
}

/** The event of a status, as a caller subscribes to it; null for one that no event belongs to. */
export function eventOf(status: CallStatus): string | null {
  if (status === 'initiated' || status === 'ringing') return status;
  if (status === 'in-progress') return 'answered';
  return ended.has(status) ? 'completed' : null;
}

/** The patient's side of a call, whichever way it went. */
export function phoneOfCall(call: PhoneCall): string {
  return call.direction === 'inbound' ? call.from : call.to;
}

/** The sender's side of a call. */
export function senderOfCall(call: PhoneCall): string {
  return call.direction === 'inbound' ? call.to : call.from;
}

/** The ids that the caller put into the address of its TwiML: of its message and of its attempt. */
export function callerIdsOfCall(call: PhoneCall): { messageId: string | null; attemptId: string | null } {
  const query = new URL(call.url).searchParams;
  return { messageId: query.get('message'), attemptId: query.get('attempt') };
}

/** All that was said to the phone so far, a line for each thing. */
export function spokenIn(call: PhoneCall): string {
  return call.heard
    .filter(({ by }) => by === 'line')
    .map(({ text }) => text)
    .join('\n');
}
