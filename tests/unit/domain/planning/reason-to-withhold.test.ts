import { expect, test } from 'vitest';
import { theSettings } from './planning-builders.ts';
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

test('words are found in the language, else in the practice’s, else not at all', () => {
  const found = (language: string, text: string[], defaultLanguage = 'en') =>
    messageLanguage(
      { ...theSettings({ languages: { text, voice: [], email: [] } }), defaultLanguage },
      { kind: 'appointment_reminder', channel: 'text' },
      language,
    );
  expect(found('es', ['en', 'es'])).toBe('es');
  expect(found('vi', ['en', 'es'])).toBe('en');
  expect(found('vi', ['en', 'es'], 'es')).toBe('es');
  expect(found('vi', ['es'])).toBeNull();
});
