import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Verdict } from '../../../../channels/channel.ts';
import { asksToComeBack, verdictOf } from '../../../../channels/twilio/errors.ts';

const verdicts: readonly Verdict[] = [
  'opted_out',
  'invalid_contact',
  'landline',
  'unreachable',
  'sender_at_fault',
  'rejected',
];

test.each([
  ['21610', 'opted_out'],
  ['21211', 'invalid_contact'],
  ['21614', 'landline'],
  ['30006', 'landline'],
  ['30003', 'unreachable'],
  ['30005', 'unreachable'],
  ['30007', 'sender_at_fault'],
  ['30034', 'sender_at_fault'],
  ['20003', 'sender_at_fault'],
  ['30008', 'rejected'],
  ['99999', 'rejected'],
] as const)('%s says %s', (code, verdict) => {
  expect(verdictOf(code)).toBe(verdict);
});

test('every text has a verdict, names of the language itself included', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.constantFrom('constructor', 'toString', '__proto__')), (code) => {
      expect(verdicts).toContain(verdictOf(code));
    }),
  );
});

test('only two codes ask to come back, whatever the status', () => {
  fc.assert(
    fc.property(fc.integer({ min: 10_000, max: 99_999 }), (code) => {
      expect(asksToComeBack(String(code))).toBe(code === 20429 || code === 21611);
    }),
  );
  expect(asksToComeBack('20429')).toBe(true);
  expect(asksToComeBack('21611')).toBe(true);
});
