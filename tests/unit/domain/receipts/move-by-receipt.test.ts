import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  moveByReceipt,
  receiptWords,
  type ReceiptWord,
  type Standing,
} from '../../../../domain/receipts/move-by-receipt.ts';
import { expectedState } from './receipts-oracle.ts';

const handedOver: Standing = { state: 'sending', word: null };

function after(words: readonly ReceiptWord[], from: Standing = handedOver): Standing {
  return words.reduce<Standing>((standing, word) => moveByReceipt(standing, word) ?? standing, from);
}

describe('one word after another', () => {
  test.each<[ReceiptWord, ReceiptWord, string]>([
    ['delivered', 'bounced', 'not_received'],
    ['bounced', 'delivered', 'not_received'],
    ['not_received', 'delivered', 'sent'],
    ['delivered', 'not_received', 'sent'],
    ['not_received', 'received', 'received'],
    ['bounced', 'received', 'received'],
    ['received', 'bounced', 'received'],
    ['received', 'sent', 'received'],
    ['not_received', 'sent', 'not_received'],
  ])('%s, then %s: %s', (first, second, state) => {
    expect(after([first, second]).state).toBe(state);
  });
});

test.each(['not_sent', 'withheld'] as const)('a message that is %s is moved by no word', (state) => {
  for (const word of receiptWords) expect(moveByReceipt({ state, word: null }, word)).toBeNull();
});

test('a message that was given up for unknown goes where the first word puts it', () => {
  const unknown: Standing = { state: 'unknown', word: null };
  expect(receiptWords.map((word) => after([word], unknown).state)).toEqual(
    receiptWords.map((word) => expectedState(new Set([word]))),
  );
});

test('what was answered while still in hand counts as received once the carrier says that it has it', () => {
  expect(after(['sent'], { state: 'sending', word: 'received' })).toEqual({ state: 'received', word: 'received' });
});

test('law 5: of 10,000 sequences of words each ends where the set of them says, whatever their order', () => {
  const words = fc.array(fc.constantFrom(...receiptWords), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(words, (said) => {
      expect(after(said).state).toBe(expectedState(new Set(said)));
    }),
    { numRuns: 10_000 },
  );
});
