import { expect, test } from 'vitest';
import { parseEmail } from '../../../../domain/contacts/email.ts';

test.each([
  ['ana@example.com', 'ana@example.com'],
  [' Ana.Diaz+visits@Mail.Example.COM ', 'Ana.Diaz+visits@mail.example.com'],
  ["o'neil_99@xn--bcher-kva.example", "o'neil_99@xn--bcher-kva.example"],
])('%j is %s', (text, address) => {
  expect(parseEmail(text)).toBe(address);
});

test.each([
  '',
  'none',
  'ana',
  'ana@',
  '@example.com',
  'ana@localhost',
  'ana@example..com',
  'ana@-example.com',
  'ana@example.com.',
  'ana@127.0.0.1',
  'ana diaz@example.com',
  'ana@exa mple.com',
  'a@b@example.com',
  '.ana@example.com',
  'ana.@example.com',
  'a..na@example.com',
  'ana@example.com, bo@example.com',
  '<ana@example.com>',
  `${'a'.repeat(65)}@example.com`,
  `ana@${'a'.repeat(64)}.com`,
  `ana@${'a.'.repeat(126)}com`,
])('%j is no address', (text) => {
  expect(parseEmail(text)).toBeNull();
});
