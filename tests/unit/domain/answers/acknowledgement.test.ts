import { describe, expect, test } from 'vitest';
import {
  acknowledge,
  choiceLetters,
  type Acknowledgement,
  type AcknowledgementFacts,
} from '../../../../domain/answers/acknowledgement.ts';
import { countSegments } from '../../../../domain/templates/segments.ts';
import { answerOf } from '../../../../simulator/patients.ts';
import type { Phone } from '../../../../simulator/phones.ts';
import type { TextMessage } from '../../../../simulator/text-message.ts';

const tuesday = Date.parse('2026-11-24T14:00:00Z');
const zone = 'America/New_York';
const all: readonly Acknowledgement[] = [
  'confirmed',
  'declined',
  'visit-changed',
  'which-visit',
  'opted-out',
  'opted-out-emergency',
  'help',
  'unclear',
  'emergency',
];

function text(what: Acknowledgement, given: Partial<AcknowledgementFacts> = {}): string {
  return acknowledge(what, {
    practice: { nameInMessages: 'Tidewater Care', phone: '+17575550100' },
    visits: [{ type: 'appointment' as const, firstName: 'Zoe', visitAt: tuesday, zone }],
    answer: 'confirmed',
    onVacation: false,
    language: 'en',
    ...given,
  });
}

const two = [
  { type: 'appointment' as const, firstName: 'Zoe', visitAt: tuesday, zone },
  { type: 'appointment' as const, firstName: '', visitAt: tuesday + 5_400_000, zone },
];

test('a confirmed visit is named with its day and time', () => {
  expect(text('confirmed')).toBe(
    'Thank you. Confirmed: Zoe, Tuesday, November 24, 9:00 AM. Tidewater Care (757) 555-0100',
  );
  expect(text('confirmed', { language: 'es' })).toBe(
    'Gracias. Queda confirmado: Zoe, martes, 24 de noviembre, 9:00 a.m. Tidewater Care (757) 555-0100',
  );
});

test('a question back names each visit with its letter', () => {
  expect(text('which-visit', { visits: two, answer: 'declined' })).toBe(
    'Tidewater Care (757) 555-0100: Which visit can you not keep? A: Zoe, Tuesday, November 24, 9:00 AM. B: Tuesday, November 24, 10:30 AM. Reply A, B or ALL.',
  );
  expect(text('which-visit', { visits: two, language: 'es' })).toMatch(
    /^Tidewater Care \(757\) 555-0100: ¿Qué cita confirma\? .* Responda A, B o TODAS\.$/,
  );
});

test('help says whom to call', () => {
  expect(text('help')).toContain('call (757) 555-0100');
});

describe.each(['en', 'es'])('in %s', (language) => {
  test.each(all)('%s names the practice and its number, in few segments', (what) => {
    const words = text(what, { language });
    expect(words).toContain('Tidewater Care');
    expect(words).toContain('(757) 555-0100');
    expect(countSegments(words)).toMatchObject({ encoding: 'GSM-7' });
    expect(countSegments(words).segments).toBeLessThanOrEqual(1);
  });

  test('long names on the one day that leaves GSM-7 still take few segments', () => {
    const saturday = { type: 'appointment' as const, firstName: 'Guadalupe', visitAt: tuesday + 4 * 86_400_000, zone };
    for (const what of all) {
      const visits = what === 'which-visit' ? [saturday, saturday] : [saturday];
      const { segments } = countSegments(text(what, { language, visits }));
      expect({ what, few: segments <= (what === 'which-visit' ? 3 : 2) }).toEqual({ what, few: true });
    }
  });

  test('what is unclear, and what sounds like an emergency, says whom to call then', () => {
    for (const what of ['unclear', 'emergency', 'opted-out-emergency'] as const)
      expect(text(what, { language })).toContain('911');
  });

  test('during a vacation a decline says to call when the practice opens, in two segments at most', () => {
    const words = text('declined', { language, onVacation: true });
    expect(words).toMatch(language === 'en' ? /call us when we open: \(757\)/ : /llame cuando abramos: \(757\)/);
    expect(countSegments(words)).toMatchObject({ encoding: 'GSM-7', segments: 1 });
  });

  test('none asks a simulated patient for a further answer', () => {
    const phone = { behaviour: 'confirms', yours: false, landline: false } as Phone;
    for (const what of all) {
      expect(answerOf(phone, { body: text(what, { language }), sid: 'SM1' } as TextMessage)).toBeNull();
    }
    expect(answerOf(phone, { body: 'Reply Y to confirm', sid: 'SM1' } as TextMessage)).not.toBeNull();
  });
});

test('there are letters for as many visits as a question names', () => {
  expect(choiceLetters).toHaveLength(8);
});
