import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Verdict } from '../../../../channels/channel.ts';
import { callErrors } from '../../../../channels/twilio/call-errors.ts';
import { asksToComeBack, verdictOf } from '../../../../channels/twilio/errors.ts';
import { textErrors } from '../../../../channels/twilio/text-errors.ts';

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
  ['63038', 'sender_at_fault'],
  ['63017', 'sender_at_fault'],
  ['20003', 'sender_at_fault'],
  ['30008', 'rejected'],
  ['13224', 'invalid_contact'],
  ['21214', 'unreachable'],
  ['21215', 'sender_at_fault'],
  ['11200', 'sender_at_fault'],
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

test('only these codes ask to come back', () => {
  const all = Array.from({ length: 90_000 }, (_, n) => String(n + 10_000));
  expect(all.filter(asksToComeBack)).toEqual(['10004', '20429', '21611', '63017']);
});

test('no code stands twice in the tables', () => {
  const codes = [...callErrors, ...textErrors].map(({ code }) => code);
  expect(codes).toEqual([...new Set(codes)]);
});
