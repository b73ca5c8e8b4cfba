import { createHmac, timingSafeEqual } from 'node:crypto';
import { Fault } from '../fault.ts';

/** The secret that everything is sealed with, and while it is rotated the one before it, which still opens and seals nothing. */
export interface Secrets {
  readonly secret: string;
  readonly previousSecret: string | null;
}

/** Seals few bytes so that a stranger can neither make nor change them. It hides nothing: what is sealed can be read. */
export interface Seal {
  /** The bytes and their mark, base64url. The same bytes with the same label always come out the same. */
  seal(label: string, bytes: Buffer): string;
  /** The bytes of a token that was sealed with this label and holds so many; null for any other text. */
  open(label: string, token: string, length: number): Buffer | null;
}

/** 88 bits: each guess is a request that we count and answer, and a link stays short enough for a text. */
const markBytes = 11;

/**
 * HMAC-SHA256, cut to 88 bits. The label, which says what the bytes are for, goes into the mark: what was sealed for one purpose
 * does not open for another. Throws `not_configured` where the secret is missing or shorter than 32 characters.
 */
export function createSeal({ secret, previousSecret }: Secrets): Seal {
  if (secret.length < 32 || (previousSecret !== null && previousSecret.length < 32)) {
    throw new Fault(
      'not_configured',
      secret === ''
        ? 'Set KEPT_SECRET, which signs the links that patients get, to 32 random characters or more: `openssl rand -hex 32`.'
        : 'KEPT_SECRET and KEPT_SECRET_PREVIOUS need 32 random characters or more: `openssl rand -hex 32`.',
    );
  }
  const accepted = previousSecret === null ? [secret] : [secret, previousSecret];

  return {
    seal: (label, bytes) => Buffer.concat([bytes, markOf(secret, label, bytes)]).toString('base64url'),
    open(label, token, length) {
      const sealed = Buffer.from(token, 'base64url');
      // Written again it must be the same: base64 can be spelt in more than one way, and a link has one.
      if (sealed.length !== length + markBytes || sealed.toString('base64url') !== token) return null;
      const bytes = sealed.subarray(0, length);
      const mark = sealed.subarray(length);
      return accepted.some((one) => timingSafeEqual(mark, markOf(one, label, bytes))) ? bytes : null;
    },
  };
}

function markOf(secret: string, label: string, bytes: Buffer): Buffer {
  return createHmac('sha256', secret).update(`kept ${label}\n`).update(bytes).digest().subarray(0, markBytes);
}
