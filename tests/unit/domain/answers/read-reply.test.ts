import { describe, expect, test } from 'vitest';
import { readReply } from '../../../../domain/answers/read-reply.ts';
import { labelledReplies } from './labelled-replies.ts';

const labelled = labelledReplies();

test('the table is long, in two languages, and holds no text twice', () => {
  expect(labelled.length).toBeGreaterThan(3600);
  const texts = labelled.map(({ text }) => text);
  expect(texts.filter((text, index) => texts.indexOf(text) !== index)).toEqual([]);
});

describe.each([...new Set(labelled.map(({ outcome, concern }) => `${outcome} ${concern ?? ''}`))])('%s', (section) => {
  test('every text of the table is read as its label says', () => {
    const texts = labelled.filter(({ outcome, concern }) => `${outcome} ${concern ?? ''}` === section);
    const read = texts.map(({ text }) => {
      const { outcome, concern, choice } = readReply(text);
      return { text, outcome, concern, choice };
    });
    expect(read).toEqual(texts);
  });
});

test.each([
  ['Yes please', 'en.confirm: yes'],
  ['Sí', 'es.confirm: si'],
  ['STOP', 'carrier.opt_out: stop'],
  ['👍🏽', 'en.agree: =agree'],
  ['Please leave me the heck alone', 'en.optOut: leave me * alone'],
  ['déjenme en paz', 'es.optOut: dejenme en paz'],
  ['A and B', 'choice.letters'],
  ['Yes, but the car', 'no_rule'],
  ['', 'no_words'],
])('%s: the rule names what decided', (text, rule) => {
  expect(readReply(text).rule).toBe(rule);
});

test('a rule never quotes what the patient wrote', () => {
  for (const { text } of labelled) {
    for (const named of [`${text} Xochitl`, text.replace(' ', ' Xochitl ')]) {
      expect(readReply(named).rule).not.toMatch(/xochitl/i);
    }
  }
});

test('a text of any length is read at once', () => {
  const long = 'no me can t stop i yes / ? '.repeat(4_000);
  const before = performance.now();
  expect(readReply(long).outcome).toBeDefined();
  expect(performance.now() - before).toBeLessThan(5_000);
});
