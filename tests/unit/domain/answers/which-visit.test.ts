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

describe('what followed a visit up', () => {
  const instructions = asked('A', { messageId: 'instructions', sentMessageId: 'instructions', asks: 'nothing' });
  const survey = asked('V', { messageId: 'survey', sentMessageId: 'survey', asks: 'message', pms: 'completed' });

  test('what asked nothing is no question', () => {
    expect(answer('confirmed', [instructions, asked('A')])).toBe('A');
    expect(answer('confirmed', [instructions])).toBe('none');
  });

  test('is answered alone where no visit waits for an answer', () => {
    expect(answer('confirmed', [survey])).toBe('message: survey');
    expect(answer('confirmed', [survey, asked('A', { answer: 'confirmed' })])).toBe('message: survey');
    expect(answer('confirmed', [survey, asked('A', { pms: 'cancelled' })])).toBe('message: survey');
    expect(answer('confirmed', [asked('A'), survey])).toBe('A');
  });

  test('takes no yes from visits that wait for one', () => {
    expect(answer('confirmed', [survey, asked('A')])).toBe('A');
    expect(answer('confirmed', [survey, merged('A'), merged('B')])).toBe('A B');
    expect(answer('confirmed', [survey, asked('B'), asked('A')])).toBe('ask: B A');
    expect(answer('confirmed', [survey, asked('B'), asked('A', { answer: 'declined' })])).toBe('B');
    expect(answer('confirmed', [survey, asked('B', { answer: 'confirmed' }), asked('A')])).toBe('A');
  });

  test('and a no to it declines no visit', () => {
    expect(answer('declined', [survey, asked('A')])).toBe('message: survey');
  });
});

describe('a recall', () => {
  const recall = asked('R', { type: 'recall' });

  test('that was offered before a visit was asked about is no rival to that', () => {
    expect(answer('confirmed', [asked('A'), recall])).toBe('A');
    expect(answer('declined', [asked('A'), recall])).toBe('A');
    expect(answer('confirmed', [merged('A'), merged('B'), recall])).toBe('A B');
  });

  test('that was offered since is one', () => {
    expect(answer('confirmed', [recall, asked('A')])).toBe('ask: R A');
  });

  test('is what a yes is to where nothing else waits', () => {
    expect(answer('confirmed', [recall])).toBe('R');
    expect(answer('declined', [recall])).toBe('R');
  });
});
