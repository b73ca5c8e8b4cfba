import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readReply } from '../../../../domain/answers/read-reply.ts';

test.each([
  ['confirm', 'en.confirm', ['Y', 'y', 'YES', 'Yes', '1', ' y ', '\n\tyes\u00a0']],
  ['confirm', 'es.confirm', ['sí', 'SÍ', 'Si', 'si\u0301']],
  ['decline', 'en.decline', ['N', 'no', 'NO', '9']],
  ['opt_out', 'carrier.opt_out', ['STOP', 'stop', ' Stop\n', 'STOPALL', 'Unsubscribe', 'OPTOUT', 'revoke']],
  ['opt_out_and_worklist', 'carrier.opt_out_and_worklist', ['CANCEL', 'end', 'Quit']],
  ['opt_in', 'carrier.opt_in', ['START', 'unstop']],
  ['help', 'carrier.help', ['HELP', 'info']],
  [
    'unclear',
    'no_rule',
    ['', ' ', 'yes please', 'STOP PLEASE', 'Y N', 'ok', '11', 'thanks', 'can I come at 3?', '__proto__', 'constructor'],
  ],
])('%s by %s', (outcome, rule, texts) => {
  for (const text of texts) expect({ text, ...readReply(text) }).toEqual({ text, outcome, rule });
});

test('case and blanks around it never change what a reply means', () => {
  const words = ['y', 'no', 'stop', 'cancel', 'start', 'help', 'sí', 'maybe'];
  const blanks = fc.string({ unit: fc.constantFrom(' ', '\t', '\n', '\r'), maxLength: 4 });
  fc.assert(
    fc.property(
      fc.constantFrom(...words),
      fc.infiniteStream(fc.boolean()),
      blanks,
      blanks,
      (word, upper, before, after) => {
        const cased = Array.from(word, (letter) => (upper.next().value ? letter.toUpperCase() : letter)).join('');
        expect(readReply(before + cased + after)).toEqual(readReply(word));
      },
    ),
  );
});

test('two words together are left to a person, whatever they are', () => {
  const known = ['y', 'no', 'stop', 'cancel', 'start', '1', '9', 'help'];
  fc.assert(
    fc.property(fc.constantFrom(...known), fc.constantFrom(...known, 'please'), (one, other) => {
      expect(readReply(`${one} ${other}`).outcome).toBe('unclear');
    }),
  );
});
