import type { Verdict } from '../channel.ts';

/** A refusal as we keep it: a word of ours, since the carrier's sentence may quote an address. */
export interface Refusal {
  readonly code: string;
  readonly verdict: Verdict;
}

/**
 * Reads why a mail was refused. The carrier names the field that it objects to; its sentences are for people.
 * @see https://www.twilio.com/docs/sendgrid/api-reference/mail-send/errors
 */
export function readRefusal(status: number, body: unknown): Refusal {
  const fields = fieldsOf(body);
  const code = `http_${String(status)}`;
  // Without a list of errors it was not the mail API that spoke, but something before it.
  if (fields === null) return { code, verdict: 'sender_at_fault' };
  if (status === 413) return { code: 'too_large', verdict: 'rejected' };
  if (status !== 400) return { code, verdict: 'sender_at_fault' };
  if (fields.some((field) => isRecipient(field))) return { code: 'invalid_recipient', verdict: 'invalid_contact' };
  if (fields.some((field) => /^(from|reply_to|asm|ip_pool_name)\b/.test(field))) {
    return { code: 'invalid_sender', verdict: 'sender_at_fault' };
  }
  return { code, verdict: 'rejected' };
}

function isRecipient(field: string): boolean {
  return /^personalizations\.\d+\.to\b/.test(field);
}

function fieldsOf(body: unknown): string[] | null {
  if (typeof body !== 'object' || body === null || !('errors' in body) || !Array.isArray(body.errors)) return null;
  return body.errors.map((error: unknown) =>
    typeof error === 'object' && error !== null && 'field' in error && typeof error.field === 'string'
      ? error.field
      : '',
  );
}
