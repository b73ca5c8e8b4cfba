import { describe, expect, test } from 'vitest';
import { whichVisit, type Asked } from '../../../../domain/answers/which-visit.ts';
import { anAskedVisit as asked, day, now } from './an-asked-visit.ts';

const merged = (visit: string, given: Partial<Asked> = {}) =>
  asked(visit, { sentMessageId: 'the merged one', ...given });

function answer(given: 'confirmed' | 'declined', newestFirst: readonly Asked[], all = false): string {
  const found = whichVisit(newestFirst, { answer: given, all, now });
  switch (found.which) {
    case 'none':
      return 'none';
    case 'late':
      return `late: ${found.asked.subjectId}`;
    case 'message':
      return `message: ${found.asked.messageId}`;
    case 'ask':
      return `ask: ${found.among.map(({ subjectId }) => subjectId).join(' ')}`;
    case 'these':
      return found.asked.map(({ subjectId }) => subjectId).join(' ');
  }
}

test('nobody asked', () => {
  expect(answer('confirmed', [])).toBe('none');
});

test.each(['confirmed', 'declined'] as const)('%s answers the one visit, whatever it was answered before', (given) => {
  expect(answer(given, [asked('A')])).toBe('A');
  expect(answer(given, [asked('A', { answer: 'confirmed' })])).toBe('A');
  expect(answer(given, [asked('A', { messageId: 'second' }), asked('A', { messageId: 'first' })])).toBe('A');
});

describe('what counts no more is late', () => {
  test.each([
    ['it moved', { startsAt: now + 2 * day }],
    ['it was cancelled', { pms: 'cancelled' }],
    ['it is gone from the PMS', { gone: true }],
    ['it has begun, or the answer expired', { answerableUntil: now }],
    ['the patient is there', { pms: 'arrived' }],
  ] as const)('%s', (_why, given) => {
    expect(answer('confirmed', [asked('A', given)])).toBe('late: A');
    expect(answer('declined', [asked('B', given), asked('A')])).toBe('late: B');
  });

  test('an older question that has closed takes nothing from a newer one', () => {
    expect(answer('confirmed', [asked('B'), asked('A', { pms: 'cancelled' })])).toBe('B');
  });
});

describe('several visits', () => {
  test('that wait for an answer: only the patient knows which', () => {
    expect(answer('confirmed', [asked('B'), asked('A')])).toBe('ask: B A');
    expect(answer('declined', [asked('B'), asked('A')])).toBe('ask: B A');
  });

  test('of which the older is answered: the newest question is meant', () => {
    expect(answer('declined', [asked('B'), asked('A', { answer: 'confirmed' })])).toBe('B');
  });

  test('and the patient says all', () => {
    expect(answer('declined', [asked('B'), asked('A')], true)).toBe('B A');
  });
});

describe('a merged message', () => {
  test('a yes is for all in it', () => {
    expect(answer('confirmed', [merged('A'), merged('B')])).toBe('A B');
    expect(answer('confirmed', [merged('A'), merged('B'), asked('C', { answer: 'declined' })])).toBe('A B');
  });

  test('a no asks which', () => {
    expect(answer('declined', [merged('A'), merged('B')])).toBe('ask: A B');
  });

  test('what of it has closed is left out', () => {
    expect(answer('declined', [merged('A', { gone: true }), merged('B')])).toBe('B');
    expect(answer('confirmed', [merged('A', { gone: true }), merged('B', { gone: true })])).toBe('late: A');
  });

  test('and another question that waits: only the patient knows', () => {
    expect(answer('confirmed', [merged('A'), merged('B'), asked('C')])).toBe('ask: A B C');
  });
});

test('what asked nothing is no question, and what followed a visit up is answered alone', () => {
  const instructions = asked('A', { messageId: 'instructions', sentMessageId: 'instructions', asks: 'nothing' });
  expect(answer('confirmed', [instructions, asked('A')])).toBe('A');
  expect(answer('confirmed', [instructions])).toBe('none');
  const survey = asked('B', { messageId: 'survey', sentMessageId: 'survey', asks: 'message', pms: 'completed' });
  expect(answer('declined', [survey, asked('A')])).toBe('message: survey');
  expect(answer('confirmed', [asked('A'), survey])).toBe('A');
});
