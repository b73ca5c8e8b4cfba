import { Fault } from '../../domain/fault.ts';

/** A text that a patient sent to one of our senders. */
export interface IncomingText {
  readonly carrierId: string;
  readonly accountSid: string;
  readonly from: string;
  /** The number that it came to. */
  readonly to: string;
  /** The messaging service that the number belongs to. */
  readonly messagingService: string | null;
  /** Exactly as written; empty for a message of pictures only. */
  readonly body: string;
  /** STOP, START or HELP where the carrier obeyed the text as such and says so; only a Messaging Service with Advanced Opt-Out does. */
  readonly optOutType: string | null;
  /** How many pictures and the like came with it. None is fetched. */
  readonly mediaCount: number;
}

/** What the carrier reports of a text that we sent. */
export interface TextStatus {
  readonly carrierId: string;
  /** In the carrier's word; `readStatus` knows what it means. */
  readonly status: string;
  readonly code: string | null;
}

/**
 * Reads the form of an incoming text. Throws `bad_input`, naming the field that is missing.
 * @see https://www.twilio.com/docs/messaging/guides/webhook-request
 */
export function readIncomingText(form: URLSearchParams): IncomingText {
  return {
    carrierId: required(form, 'MessageSid'),
    accountSid: required(form, 'AccountSid'),
    from: required(form, 'From'),
    to: required(form, 'To'),
    messagingService: form.get('MessagingServiceSid') || null,
    body: form.get('Body') ?? '',
    optOutType: form.get('OptOutType'),
    mediaCount: Number(form.get('NumMedia') ?? 0) || 0,
  };
}

/**
 * Reads the form of a status callback. Throws `bad_input`, naming the field that is missing.
 * @see https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
 */
export function readTextStatus(form: URLSearchParams): TextStatus {
  return {
    carrierId: required(form, 'MessageSid'),
    status: required(form, 'MessageStatus'),
    code: form.get('ErrorCode') || null,
  };
}

/** A field that must be there. Throws `bad_input`, naming it. */
export function required(form: URLSearchParams, field: string): string {
  const value = form.get(field);
  if (!value) throw new Fault('bad_input', `The carrier's form lacks ${field}.`);
  return value;
}
