import { expect, test } from 'vitest';
import { patientLanguage } from '../../../../domain/feed/patient-language.ts';

test.each([
  ['es', 'es'],
  [' ES ', 'es'],
  ['es-MX', 'es'],
  ['es_US', 'es'],
  ['spa', 'es'],
  ['Spanish', 'es'],
  ['Español', 'es'],
  ['en', 'en'],
  ['eng', 'en'],
  ['English', 'en'],
  ['vi', 'vi'],
])('%j is %s', (text, language) => {
  expect(patientLanguage(text)).toBe(language);
});

test.each(['', 'declined to say', 'x', '1234', 'es--', 'yue'])(
  '%j is no language that two letters name: English',
  (text) => {
    expect(patientLanguage(text)).toBe('en');
  },
);
