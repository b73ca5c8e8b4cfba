import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { environmentVariables, readConfig } from '../../config.ts';

const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
const assignments = [...example.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]);

test('.env.example has every variable that is read, once, and no other', () => {
  expect(assignments.map(([name]) => name).sort()).toEqual([...environmentVariables].sort());
});

test('.env.example stands at the defaults', () => {
  expect(readConfig(Object.fromEntries(assignments) as NodeJS.ProcessEnv)).toEqual(readConfig({}));
});

test('each variable is explained above it', () => {
  // A paragraph is a comment and the variables that it explains.
  for (const paragraph of example.split(/\n\n+/)) expect(paragraph).toMatch(/^# [A-Z]/);
});

test.each([
  ['KEPT_PORT', 'abc'],
  ['KEPT_PORT', '70000'],
  ['KEPT_TEXT_PER_SECOND', '-1'],
  ['KEPT_SETTLE_LAG', '5 minutes'],
  ['LOG_LEVEL', 'loud'],
])('%s=%s is refused by name, and the value is not repeated', (name, value) => {
  expect(() => readConfig({ [name]: value })).toThrow(name);
  expect(() => readConfig({ [name]: value })).not.toThrow(value);
});

test('the public address is that of the API where none is given, and loses its last slash', () => {
  expect(readConfig({ KEPT_PORT: '4400' }).publicUrl).toBe('http://127.0.0.1:4400');
  expect(readConfig({ KEPT_PUBLIC_URL: 'https://kept.example.org/' }).publicUrl).toBe('https://kept.example.org');
});

test('a pace of 0 binds nothing', () => {
  expect(readConfig({ KEPT_TEXT_PER_SECOND: '19.5', KEPT_VOICE_PER_SECOND: '0' }).perSecond).toEqual({
    text: 19.5,
    voice: null,
    email: 100,
  });
});

test('an account needs its id and a token; the next token is accepted beside it', () => {
  expect(readConfig({ TWILIO_ACCOUNT_SID: 'AC1' }).carriers.configured.twilio).toBeNull();
  const carriers = readConfig({
    TWILIO_ACCOUNT_SID: 'AC1',
    TWILIO_AUTH_TOKEN: 'a',
    TWILIO_AUTH_TOKEN_NEXT: 'b',
  }).carriers;
  expect(carriers.configured.twilio).toEqual({
    accountSid: 'AC1',
    authToken: 'a',
    acceptedTokens: ['a', 'b'],
    baseUrl: 'https://api.twilio.com',
  });
});
