import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import { Fault } from '../../domain/fault.ts';
import type { EpochMs } from '../../domain/planning/plan.ts';

/** A request of the carrier as it arrived. */
export interface SignedEvents {
  /** `X-Twilio-Email-Event-Webhook-Timestamp`: seconds since the epoch; empty where there was none. */
  readonly timestamp: string;
  /** `X-Twilio-Email-Event-Webhook-Signature`; empty where there was none. */
  readonly signature: string;
  /** The exact bytes. */
  readonly body: Buffer;
}

/** How old a signature may be, or how far ahead of our clock. The carrier documents no window; this is the usual one. */
const windowMs = 300_000;

/**
 * Whether the carrier's key signed these bytes within the last five minutes: ECDSA with SHA-256 over the timestamp and the body. What
 * was signed longer ago may be a recording.
 * @see https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features
 */
export function isSignedBy(key: KeyObject, { timestamp, signature, body }: SignedEvents, now: EpochMs): boolean {
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now - Number(timestamp) * 1000) > windowMs) return false;
  const signed = Buffer.concat([Buffer.from(timestamp), body]);
  return verify('sha256', signed, key, Buffer.from(signature, 'base64'));
}

/**
 * Reads the key that the carrier shows beside its event webhook (base64, with or without the lines of a PEM around it). Throws
 * `not_configured`, naming `variable`, where it is no such key.
 */
export function readWebhookKey(text: string, variable: string): KeyObject {
  const base64 = text.replace(/-----[A-Z ]+-----|\s/g, '');
  try {
    const key = createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' });
    if (key.asymmetricKeyType === 'ec') return key;
  } catch {
    // Said below.
  }
  throw new Fault(
    'not_configured',
    `${variable} is no public key. Copy it from the carrier's event webhook settings, where it is the verification key.`,
  );
}
