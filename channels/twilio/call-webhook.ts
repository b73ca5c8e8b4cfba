import type { CallProgress, PickedUpBy } from '../../domain/calls/call-report.ts';
import type { Verdict } from '../channel.ts';
import { verdictOf } from './errors.ts';
import { required } from './webhook.ts';

/** What the carrier tells when it asks how a call goes on. */
export interface CallQuestion {
  readonly carrierId: string;
  readonly from: string;
  readonly to: string;
  /** In the carrier's word. */
  readonly status: string;
  /** Null where detection was not asked for. */
  readonly pickedUpBy: PickedUpBy | null;
  /** The keys that were pressed; empty for none. */
  readonly digits: string;
  /** Whether somebody took the leg that was dialled. */
  readonly transferTaken: boolean;
  /** Whether the line is still open. */
  readonly open: boolean;
}

/**
 * Reads the form of a request for TwiML. Throws `bad_input`, naming the field that is missing.
 * @see https://www.twilio.com/docs/voice/twiml#request-parameters
 */
export function readCallQuestion(form: URLSearchParams): CallQuestion {
  const status = required(form, 'CallStatus');
  return {
    carrierId: required(form, 'CallSid'),
    from: required(form, 'From'),
    to: required(form, 'To'),
    status,
    pickedUpBy: readAnsweredBy(form.get('AnsweredBy')),
    digits: form.get('Digits') ?? '',
    transferTaken: ['completed', 'answered'].includes(form.get('DialCallStatus') ?? ''),
    open: status === 'in-progress' || status === 'ringing',
  };
}

/** What a status callback of a call says. */
export interface CallStatusReport {
  readonly carrierId: string;
  /** In the carrier's word. */
  readonly status: string;
  readonly code: string | null;
  /** Null for a word that is not known. */
  readonly progress: CallProgress | null;
  readonly pickedUpBy: PickedUpBy | null;
  /** What the code says of a call that failed. */
  readonly verdict: Verdict | null;
}

/** @see https://www.twilio.com/docs/voice/api/call-resource#call-status-values */
const progress: ReadonlyMap<string, CallProgress> = new Map([
  ['queued', 'under_way'],
  ['initiated', 'under_way'],
  ['ringing', 'under_way'],
  ['in-progress', 'under_way'],
  ['completed', 'completed'],
  ['busy', 'busy'],
  ['no-answer', 'no_answer'],
  ['failed', 'failed'],
  ['canceled', 'canceled'],
]);

/**
 * Reads the form of a call's status callback. Throws `bad_input`, naming the field that is missing.
 * @see https://www.twilio.com/docs/voice/api/call-resource#statuscallback
 */
export function readCallStatus(form: URLSearchParams): CallStatusReport {
  const status = required(form, 'CallStatus');
  const code = form.get('ErrorCode') || null;
  const said = readCallProgress(status, form.get('AnsweredBy'));
  return {
    carrierId: required(form, 'CallSid'),
    status,
    code,
    ...said,
    verdict: said.progress === 'failed' && code !== null ? verdictOf(code) : null,
  };
}

/** Reads how far a call is and who picked up, as callbacks and the carrier's log say it. */
export function readCallProgress(
  status: string,
  answeredBy: string | null,
): Pick<CallStatusReport, 'progress' | 'pickedUpBy'> {
  return { progress: progress.get(status) ?? null, pickedUpBy: readAnsweredBy(answeredBy) };
}

/** A fax is a machine that no message is left on; it is told from the others by nobody, and the beep is never waited for. */
function readAnsweredBy(word: string | null): PickedUpBy | null {
  if (word === null || word === '') return null;
  if (word === 'human') return 'human';
  return word.startsWith('machine') || word === 'fax' ? 'machine' : 'unsure';
}
