import { expect, test } from 'vitest';
import { phoneForReading, phoneToE164 } from '../../../../domain/contacts/phone.ts';

test.each([
  ['(757) 355-0123', '+17573550123'],
  ['757.355.0123', '+17573550123'],
  ['1-757-355-0123', '+17573550123'],
  ['+1 671 355 0142', '+16713550142'],
  ['+973 3655 0101', '+97336550101'],
  [' 7573550123 ', '+17573550123'],
  // Kept for fiction by the numbering plan, so that a demo calls nobody.
  ['757-555-0100', '+17575550100'],
  ['671-555-0199', '+16715550199'],
])('%s is %s', (text, e164) => {
  expect(phoneToE164(text)).toBe(e164);
});

test.each([
  '',
  'none',
  '555-0123',
  '757-355-012',
  '757-355-01234',
  '757-155-0123',
  '000-000-0000',
  '111-111-1111',
  '+1 999 355 0123',
  '757-355-0123 x12',
  'call 757-355-0123',
  '757-355-0123 / 757-355-0124',
])('%j is no number that can be written to', (text) => {
  expect(phoneToE164(text)).toBeNull();
});

test('a number is read as its country writes it', () => {
  expect(phoneForReading('+17575550100')).toBe('(757) 555-0100');
  expect(phoneForReading('+97336550101')).toBe('+973 3655 0101');
});
