import { expect, test } from 'vitest';
import { readSenderFault } from '../../../channels/sender-faults.ts';

test.each([
  ['text', '30034', 'the sender is not registered (10DLC)'],
  ['voice', '20003', 'the account’s token is wrong, or the account is closed'],
  ['email', 'http_401', 'the key is wrong or was withdrawn'],
  ['text', '20429', null],
  ['text', '30003', null],
  ['text', '99999', null],
  ['email', 'bounced', null],
] as const)('%s %s', (channel, code, means) => {
  expect(readSenderFault(channel, code)).toBe(means);
});
