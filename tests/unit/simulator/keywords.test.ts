import { expect, test } from 'vitest';
import { keywordOf } from '../../../simulator/keywords.ts';

test.each([
  ['STOP', 'stop'],
  [' stop\n', 'stop'],
  ['Cancel', 'stop'],
  ['unsubscribe', 'stop'],
  ['START', 'start'],
  ['yes', 'start'],
  ['help', 'help'],
  ['Y', null],
  ['STOP PLEASE', null],
  ['please stop', null],
  ['STOP.', null],
  ['', null],
  ['__proto__', null],
])('%j is %s', (text, keyword) => {
  expect(keywordOf(text)).toBe(keyword);
});
