import { expect, test } from 'vitest';
import { readStatus } from '../../../../channels/twilio/status.ts';

test.each([
  ['accepted', 'sent'],
  ['scheduled', 'sent'],
  ['queued', 'sent'],
  ['sending', 'sent'],
  ['sent', 'sent'],
  ['delivered', 'received'],
  ['read', 'received'],
  ['undelivered', 'not_received'],
  ['failed', 'not_received'],
  ['canceled', 'not_received'],
  // Of what patients send, and what no one has heard of.
  ['receiving', null],
  ['received', null],
  ['teleported', null],
  ['constructor', null],
] as const)('%s moves a message to %s', (status, moves) => {
  expect(readStatus(status, null).moves).toBe(moves);
});

test('a code counts only where the message was not received', () => {
  expect(readStatus('undelivered', '30006')).toEqual({ moves: 'not_received', verdict: 'landline' });
  expect(readStatus('failed', null)).toEqual({ moves: 'not_received', verdict: 'rejected' });
  expect(readStatus('delivered', '30006')).toEqual({ moves: 'received', verdict: null });
  expect(readStatus('sent', '30006')).toEqual({ moves: 'sent', verdict: null });
});
