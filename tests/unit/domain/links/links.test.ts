import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLinks, type LinkPurpose } from '../../../../domain/links/links.ts';

const publicUrl = 'https://kept.example.org';
const secret = 'a-secret-of-more-than-32-characters';
const links = createLinks({ secret, previousSecret: null, publicUrl });
const messageId = '0199a000-0000-7000-8000-0123456789ab';

const tokenOf = (link: string): string => new URL(link).pathname.slice('/v/'.length);
const visitToken = tokenOf(links.visitLink(messageId));
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

test('a link names its message, is the same each time, and is short enough for a text', () => {
  expect(links.visitLink(messageId)).toBe(`https://kept.example.org/v/${visitToken}`);
  expect(links.visitLink(messageId)).toBe(links.visitLink(messageId));
  expect(links.unsubscribeLink(messageId)).toMatch(/^https:\/\/kept\.example\.org\/u\/[\w-]{36}$/);
  expect(visitToken).toMatch(/^[\w-]{36}$/);
  expect(links.visitLink(messageId, 'decline')).toBe(`${publicUrl}/v/${visitToken}?choose=decline`);
});

test('a link that is out goes on working: what is signed and how is for ever', () => {
  expect(visitToken).toBe('AZmgAAAAcACAAAEjRWeJq3zK-zDeYEHv62Ik');
});

test('every id is read again, for its own purpose only', () => {
  fc.assert(
    fc.property(fc.uuid(), (id) => {
      const visit = tokenOf(links.visitLink(id));
      const unsubscribe = tokenOf(links.unsubscribeLink(id));
      expect(links.readToken('visit', visit)).toBe(id);
      expect(links.readToken('unsubscribe', unsubscribe)).toBe(id);
      expect(links.readToken('unsubscribe', visit)).toBeNull();
      expect(links.readToken('visit', unsubscribe)).toBeNull();
    }),
  );
});

test('a token with any one character changed, lost or added opens nothing', () => {
  for (let at = 0; at < visitToken.length; at += 1) {
    for (const character of alphabet.replace(visitToken.charAt(at), '')) {
      const changed = visitToken.slice(0, at) + character + visitToken.slice(at + 1);
      expect(links.readToken('visit', changed)).toBeNull();
    }
    expect(links.readToken('visit', visitToken.slice(0, at) + visitToken.slice(at + 1))).toBeNull();
  }
  for (const more of ['A', '=', '==', ' ', '\0']) {
    expect(links.readToken('visit', visitToken + more)).toBeNull();
    expect(links.readToken('visit', more + visitToken)).toBeNull();
  }
});

test('whatever else stands in its place opens nothing', () => {
  const purposes: LinkPurpose[] = ['visit', 'unsubscribe'];
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.constantFrom(...purposes), (text, purpose) => {
      expect(links.readToken(purpose, text)).toBeNull();
    }),
  );
  // Spelt otherwise, with the signs of the other base64, the bytes would be the same.
  const ids = Array.from({ length: 200 }, () => randomUUID());
  const spelt = ids.map((id) => tokenOf(links.visitLink(id))).filter((token) => /[-_]/.test(token));
  expect(spelt.length).toBeGreaterThan(0);
  for (const token of spelt) {
    expect(links.readToken('visit', token.replaceAll('-', '+').replaceAll('_', '/'))).toBeNull();
  }
});

test('a link of another secret is nobody’s; while the secret is rotated both are read, and the new one signs', () => {
  const other = 'another-secret-of-more-than-32-characters';
  const others = createLinks({ secret: other, previousSecret: null, publicUrl });
  expect(others.readToken('visit', visitToken)).toBeNull();

  const rotating = createLinks({ secret: other, previousSecret: secret, publicUrl });
  expect(rotating.readToken('visit', visitToken)).toBe(messageId);
  expect(rotating.visitLink(messageId)).toBe(others.visitLink(messageId));
  expect(links.readToken('visit', tokenOf(rotating.visitLink(messageId)))).toBeNull();
});

test.each([
  ['none', '', null, 'Set KEPT_SECRET'],
  ['a short one', 'x'.repeat(31), null, '32 random characters'],
  ['a short one before it', secret, 'y'.repeat(31), 'KEPT_SECRET_PREVIOUS'],
])('%s is refused by name and not repeated', (_, given, previousSecret, says) => {
  const make = () => createLinks({ secret: given, previousSecret, publicUrl });
  expect(make).toThrow(expect.objectContaining({ code: 'not_configured', message: expect.stringContaining(says) }));
  expect(make).not.toThrow(/x{31}|y{31}/);
});
