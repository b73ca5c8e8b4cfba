import { generateKeyPairSync, sign } from 'node:crypto';
import { EventWebhook } from '@sendgrid/eventwebhook';
import { describe, expect, test } from 'vitest';
import { isSignedBy, readWebhookKey } from '../../../../channels/sendgrid/signed-events.ts';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const shown = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
const key = readWebhookKey(shown, 'SENDGRID_WEBHOOK_KEY');
const now = Date.UTC(2026, 10, 23, 12);

function signed(body: string, at = now, by = privateKey) {
  const timestamp = String(Math.floor(at / 1000));
  const signature = sign('sha256', Buffer.from(timestamp + body), by).toString('base64');
  return { timestamp, signature, body: Buffer.from(body) };
}

test("the carrier's own package and ours find the same signature good", () => {
  const body = '[{"event":"delivered","response":"250 ñ 🙂"}]\r\n';
  const { timestamp, signature } = signed(body);
  expect(isSignedBy(key, signed(body), now)).toBe(true);
  const theirs = new EventWebhook();
  expect(theirs.verifySignature(theirs.convertPublicKeyToECDSA(shown), body, signature, timestamp)).toBe(true);
});

describe('is not good', () => {
  const body = '[{"event":"delivered"}]';
  const good = signed(body);
  test.each([
    ['of other bytes', { ...good, body: Buffer.from('[{"event":"bounce"}]') }],
    ['of the same JSON spaced otherwise', { ...good, body: Buffer.from('[ {"event":"delivered"} ]') }],
    ['of another time', { ...good, timestamp: String(now / 1000 + 1) }],
    ['by another key', signed(body, now, generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey)],
    ['that is none', { ...good, signature: '' }],
    ['that is no signature', { ...good, signature: 'Zm9yZ2Vk' }],
    ['without a time', { ...good, timestamp: '' }],
    ['older than five minutes', signed(body, now - 301_000)],
    ['ahead by more than five minutes', signed(body, now + 301_000)],
  ])('a signature %s', (_, request) => {
    expect(isSignedBy(key, request, now)).toBe(false);
  });

  test('but up to five minutes either way is', () => {
    expect(isSignedBy(key, signed(body, now - 299_000), now)).toBe(true);
    expect(isSignedBy(key, signed(body, now + 299_000), now)).toBe(true);
  });
});

test('the key is taken with the lines of a PEM around it, and what is none is refused by the name of its variable', () => {
  const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString();
  expect(readWebhookKey(pem, 'X').equals(key)).toBe(true);
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey;
  for (const text of ['', 'a key', rsa.export({ format: 'der', type: 'spki' }).toString('base64')]) {
    expect(() => readWebhookKey(text, 'SENDGRID_WEBHOOK_KEY')).toThrow('SENDGRID_WEBHOOK_KEY is no public key.');
  }
});
