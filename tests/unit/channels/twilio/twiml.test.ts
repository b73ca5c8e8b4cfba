import fc from 'fast-check';
import { expect, test } from 'vitest';
import { twiml, type CallAddresses } from '../../../../channels/twilio/twiml.ts';
import type { CallStep } from '../../../../domain/calls/call-step.ts';
import { readTwiml } from '../../../../simulator/calls/twiml.ts';

const addresses: CallAddresses = {
  keys: (said) => `https://kept.example/voice?step=keys&said=${String(said)}`,
  transfer: 'https://kept.example/voice?step=transfer&a=1',
  left: 'https://kept.example/voice?step=left',
};

test('a question listens for one key and comes back also where none is pressed', () => {
  const [gather, ...rest] = readTwiml(
    twiml({ do: 'ask', language: 'es', words: ['Hola.', 'Oprima 1.'], said: 2 }, addresses),
  )!;
  expect(rest).toEqual([]);
  expect(gather).toMatchObject({
    name: 'Gather',
    attributes: { numDigits: '1', actionOnEmptyResult: 'true', method: 'POST', action: addresses.keys(2) },
    verbs: [
      { name: 'Say', text: 'Hola.', attributes: { language: 'es-US' } },
      { name: 'Say', text: 'Oprima 1.' },
    ],
  });
});

test('a transfer dials the desk from our number and tells how it ended', () => {
  const step: CallStep = {
    do: 'connect',
    language: 'en',
    words: ['Wait.'],
    desk: '+17575550190',
    from: '+17575550192',
  };
  expect(readTwiml(twiml(step, addresses))).toMatchObject([
    { name: 'Say', attributes: { language: 'en-US' } },
    {
      name: 'Dial',
      attributes: { action: addresses.transfer, callerId: '+17575550192' },
      verbs: [{ name: 'Number', text: '+17575550190' }],
    },
  ]);
});

test('what is left on a machine waits for its beep to be over and tells that it was said', () => {
  const verbs = readTwiml(twiml({ do: 'leave', language: 'en', words: ['Call us.'] }, addresses))!;
  expect(verbs.map(({ name, text }) => [name, text])).toEqual([
    ['Pause', ''],
    ['Say', 'Call us.'],
    ['Redirect', addresses.left],
  ]);
});

test('an end without words hangs up', () => {
  expect(readTwiml(twiml({ do: 'end', language: 'en', words: [] }, addresses))!.map(({ name }) => name)).toEqual([
    'Hangup',
  ]);
});

test('whatever staff wrote is said as it stands, marks of XML included', () => {
  // What XML cannot hold at all is left out: a template holds no control characters.
  const words = fc
    .string({ unit: 'grapheme', minLength: 1 })
    .filter((text) => text.trim() === text && /^[^\p{C}\s]/u.test(text));
  fc.assert(
    fc.property(fc.oneof(words, fc.constantFrom('a & b', '<Hangup/>', '"quoted"', "it's", '&lt;', ']]>')), (text) => {
      const verbs = readTwiml(twiml({ do: 'end', language: 'en', words: [text] }, addresses));
      expect(verbs?.map(({ name }) => name)).toEqual(['Say', 'Hangup']);
      expect(verbs?.[0]?.text).toBe(text);
    }),
  );
});
