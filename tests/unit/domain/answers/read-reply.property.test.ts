import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readReply } from '../../../../domain/answers/read-reply.ts';
import type { Reading } from '../../../../domain/answers/reading.ts';
import { labelledReplies } from './labelled-replies.ts';

const labelled = labelledReplies();
const anyText = fc.oneof(
  fc.constantFrom(...labelled.map(({ text }) => text).filter((text) => !text.includes('\n>'))),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
);

/** Texts of the table that mean this, without those that a quotation or a signature makes special. */
function textsThatMean(...outcomes: readonly Reading[]): fc.Arbitrary<string> {
  const texts = labelled.filter(
    ({ text, outcome }) => outcomes.includes(outcome) && !/["“”\n]|sent from|- ?M/i.test(text),
  );
  return fc.constantFrom(...texts.map(({ text }) => text));
}

const invisible = fc.constantFrom('\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad', '\u200e', '\ufe0f');
const blank = fc.constantFrom(' ', '  ', '\t', '\n', '\r\n', '\u00a0', '\u2003', '\u202f', '\u3000', '');
const ornament = fc.constantFrom(
  '',
  '.',
  '!',
  '!!!',
  '...',
  '…',
  '~',
  '*',
  '"',
  '”',
  '😊',
  '🙏🏽',
  '❤️',
  '🎉',
  '🇺🇸',
  '👨‍👩‍👧',
  ' :)',
);

test('case, width, blanks, punctuation, emoji and invisible characters never change a plain answer', () => {
  const plain = fc.constantFrom(
    ...[
      'y',
      'yes',
      'n',
      'no',
      '1',
      '9',
      'stop',
      'cancel',
      'end',
      'quit',
      'start',
      'help',
      'sí',
      'ok',
      'confirmo',
      'alto',
      'baja',
    ],
    ...['unsubscribe', 'thanks', 'gracias', '911', 'all', 'ambas', 'b', '👍', '👎🏿', 'nope', 'yep'],
  );
  const letters = fc.infiniteStream(fc.constantFrom('as it is', 'upper', 'wide', 'apart'));
  fc.assert(
    fc.property(plain, letters, invisible, blank, blank, ornament, ornament, (word, styles, hidden, ...around) => {
      const [before, after, opening, closing] = around;
      const styled = Array.from(word, (letter) => {
        const style = styles.next().value;
        if (style === 'upper') return letter.toUpperCase();
        if (style === 'wide' && /[a-z0-9]/.test(letter))
          return String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0);
        return style === 'apart' ? letter.normalize('NFD') + hidden : letter;
      }).join('');
      const { rule, ...reading } = readReply(before + opening + before + styled + after + closing);
      expect({ word, ...reading, rule }).toEqual({ word, ...readReply(word), rule: expect.any(String) as string });
    }),
    { numRuns: 800 },
  );
});

const seam = fc.constantFrom('. ', '! ', '\n', ' / ', '; ');

test('who asks for no more messages is heard, whatever stands around it', () => {
  fc.assert(
    fc.property(textsThatMean('opt_out'), anyText, anyText, seam, (request, before, after, between) => {
      fc.pre(!/["“”«»„]|reply|responda/i.test(before + after));
      const text = [before, request, after].join(between);
      expect({ text, outcome: readReply(text).outcome }).toEqual({ text, outcome: 'opt_out' });
    }),
    { numRuns: 800 },
  );
});

const closely = fc.constantFrom(' ', ', ', '. ', ' and ', ' y ', '\n', ' - ', '... ');

test('a request for no more messages beside anything is never a confirm', () => {
  fc.assert(
    fc.property(
      textsThatMean('opt_out', 'opt_out_and_worklist'),
      textsThatMean('confirm'),
      closely,
      (request, yes, between) => {
        for (const text of [request + between + yes, yes + between + request]) {
          expect({ text, outcome: readReply(text).outcome }).not.toEqual({ text, outcome: 'confirm' });
        }
      },
    ),
    { numRuns: 800 },
  );
});

test('a decline beside anything is never a confirm', () => {
  fc.assert(
    fc.property(textsThatMean('decline'), anyText, closely, (no, other, between) => {
      for (const text of [no + between + other, other + between + no]) {
        expect({ text, outcome: readReply(text).outcome }).not.toEqual({ text, outcome: 'confirm' });
      }
    }),
    { numRuns: 800 },
  );
});

test('what a person must see is never an answer, whatever stands beside it', () => {
  const concerns = labelled.filter(
    ({ outcome, concern }) =>
      outcome === 'unclear' &&
      ['emergency', 'deceased', 'wrong_number', 'cancellation_request'].includes(concern ?? ''),
  );
  fc.assert(
    fc.property(fc.constantFrom(...concerns), textsThatMean('confirm'), seam, ({ text: concern }, yes, between) => {
      for (const text of [concern + between + yes, yes + between + concern]) {
        const { outcome } = readReply(text);
        expect({ text, outcome }).not.toEqual({ text, outcome: 'confirm' });
      }
    }),
    { numRuns: 800 },
  );
});

test('an emergency is the concern, whatever else is said', () => {
  const emergencies = labelled.filter(({ concern }) => concern === 'emergency').map(({ text }) => text);
  fc.assert(
    fc.property(fc.constantFrom(...emergencies), anyText, seam, (emergency, other, between) => {
      fc.pre(!/["“”«»„]/.test(other));
      for (const text of [emergency + between + other, other + between + emergency]) {
        expect({ text, concern: readReply(text).concern }).toEqual({ text, concern: 'emergency' });
      }
    }),
    { numRuns: 800 },
  );
});

test('a question is no confirm', () => {
  fc.assert(
    fc.property(textsThatMean('confirm'), fc.constantFrom('?', ' ?', '??', '?!', '❓', '？'), (yes, mark) => {
      const text = yes + mark;
      expect({ text, outcome: readReply(text).outcome }).not.toEqual({ text, outcome: 'confirm' });
    }),
  );
});
