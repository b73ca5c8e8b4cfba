import { describe, expect, test } from 'vitest';
import { answerOf, behaviourOf } from '../../../simulator/patients.ts';
import type { Phone } from '../../../simulator/phones.ts';
import type { TextMessage } from '../../../simulator/text-message.ts';

function aPhone(changes: Partial<Phone> = {}): Phone {
  return {
    e164: '+17575550123',
    name: '',
    yours: false,
    landline: false,
    behaviour: 'confirms',
    calls: 'answers',
    ...changes,
  };
}

function aMessage(changes: Partial<TextMessage> = {}): TextMessage {
  return {
    sid: `SM${'0'.repeat(32)}`,
    direction: 'outbound-api',
    messagingServiceSid: null,
    from: '+17575550100',
    to: '+17575550123',
    body: 'Your visit is tomorrow. Reply Y to confirm or N to decline.',
    statusCallback: null,
    validitySeconds: 36_000,
    createdAt: 0,
    place: 0,
    status: 'delivered',
    errorCode: null,
    updatedAt: 0,
    sentAt: 0,
    unreported: [],
    webhook: null,
    answers: null,
    ...changes,
  };
}

describe('a simulated patient', () => {
  test.each([
    ['confirms', /^\s*(y|yes)\s*$/i],
    ['declines', /^(n|no)$/i],
    ['stops', /^STOP$/],
  ] as const)('who %s says so', (behaviour, words) => {
    for (let n = 0; n < 50; n++) {
      const message = aMessage({ sid: `SM${String(n).padStart(32, '0')}` });
      expect(answerOf(aPhone({ behaviour }), message)?.text).toMatch(words);
    }
  });

  test('always answers one message alike, after one to two units', () => {
    const answer = answerOf(aPhone(), aMessage());
    expect(answer).toEqual(answerOf(aPhone(), aMessage()));
    expect(answer?.patience).toBeGreaterThanOrEqual(1);
    expect(answer?.patience).toBeLessThan(2);
  });

  test.each([
    ['a phone that is yours', { yours: true }, {}],
    ['a landline', { landline: true }, {}],
    ['a silent one', { behaviour: 'silent' as const }, {}],
    ['a message that asks nothing', {}, { body: 'Thank you. See you on Tuesday at Yorktown.' }],
    ['one in Spanish that asks nothing', {}, { body: 'Gracias y hasta pronto.' }],
  ])('says nothing from %s', (_case, phone, message) => {
    expect(answerOf(aPhone(phone), aMessage(message))).toBeNull();
  });

  test('is asked by a Spanish text too', () => {
    expect(answerOf(aPhone(), aMessage({ body: 'Responda Y para confirmar' }))).not.toBeNull();
  });
});

test('of many phones more than half confirm, few decline, and hardly any opts out', () => {
  const counts = new Map<string, number>();
  for (let n = 0; n < 5000; n++) {
    const behaviour = behaviourOf(`+1757${String(2_000_000 + n)}`);
    counts.set(behaviour, (counts.get(behaviour) ?? 0) + 1 / 5000);
  }
  const expected = { confirms: 0.55, declines: 0.09, thanks: 0.08, stops: 0.02, silent: 0.26 };
  for (const [behaviour, share] of Object.entries(expected)) {
    expect(Math.abs((counts.get(behaviour) ?? 0) - share)).toBeLessThan(0.03);
  }
});
