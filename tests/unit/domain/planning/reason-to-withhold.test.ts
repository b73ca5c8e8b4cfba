import { expect, test } from 'vitest';
import { isConfirmed, messageLanguage } from '../../../../domain/planning/reason-to-withhold.ts';

test.each([
  ['none', 'scheduled', false],
  ['none', 'confirmed', true],
  ['confirmed', 'scheduled', true],
  ['confirmed', 'confirmed', true],
  ['declined', 'scheduled', false],
  ['declined', 'confirmed', false],
] as const)('answered %s, %s at the desk: confirmed is %s', (answer, pms, confirmed) => {
  expect(isConfirmed({ answer, pms })).toBe(confirmed);
});

test('words are found in the language, else in English, else not at all', () => {
  expect(messageLanguage('es', ['en', 'es'])).toBe('es');
  expect(messageLanguage('vi', ['en', 'es'])).toBe('en');
  expect(messageLanguage('vi', ['es'])).toBeNull();
});
