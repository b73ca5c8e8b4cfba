import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  birthDateTries,
  closeTogetherMs,
  decidePress,
  type Button,
  type EarlierPress,
  type PressFacts,
} from '../../../../domain/answers/decide-press.ts';

const at = Date.parse('2026-11-23T15:00:00Z');
const second = 1_000;

function aPress(given: Partial<PressFacts> = {}): PressFacts {
  return {
    button: 'confirm',
    at,
    fetchedAt: at - 5 * second,
    birthDate: null,
    birthDatesOnFile: ['1975-04-23'],
    open: true,
    recent: [],
    wrongTries: 0,
    ...given,
  };
}

const earlier = (button: Button, ago: number, outcome: EarlierPress['outcome'] = 'confirmed'): EarlierPress => ({
  button,
  outcome,
  at: at - ago,
});

test.each([
  [0, 'early'],
  [1_999, 'early'],
  [2_000, 'confirmed'],
  [24 * 3_600 * second, 'confirmed'],
  [24 * 3_600 * second + 1, 'early'],
  [-1, 'early'],
])('pressed %i ms after the page was fetched: %s', (age, outcome) => {
  expect(decidePress(aPress({ fetchedAt: at - age }))).toBe(outcome);
});

describe('close together', () => {
  test.each([
    ['confirm', 'decline', 0, 'unclear'],
    ['confirm', 'birth_date', 9_999, 'unclear'],
    ['confirm', 'decline', 10_000, 'unclear'],
    ['confirm', 'decline', 10_001, 'confirmed'],
    ['decline', 'confirm', 5_000, 'unclear'],
    ['birth_date', 'confirm', 5_000, 'unclear'],
    ['confirm', 'confirm', 5_000, 'confirmed'],
    ['decline', 'birth_date', 5_000, 'asked'],
  ] as const)('%s after %s by %i ms: %s', (button, before, ago, outcome) => {
    expect(decidePress(aPress({ button, recent: [earlier(before, ago, 'asked')] }))).toBe(outcome);
  });

  test.each([
    [
      'an early Decline beside a Confirm',
      { button: 'decline', fetchedAt: at, recent: [earlier('confirm', 100)] },
      'unclear',
    ],
    ['a Confirm beside an early Decline', { recent: [earlier('decline', 100, 'early')] }, 'unclear'],
    ['an early Confirm beside a Decline', { fetchedAt: at, recent: [earlier('decline', 100, 'asked')] }, 'early'],
    ['a Decline beside an early Confirm', { button: 'decline', recent: [earlier('confirm', 100, 'early')] }, 'asked'],
    ['two early ones', { button: 'decline', fetchedAt: at, recent: [earlier('confirm', 100, 'early')] }, 'early'],
  ] as const)('%s', (_, given, outcome) => {
    expect(decidePress(aPress(given))).toBe(outcome);
  });
});

describe('Decline', () => {
  const decline = (given: Partial<PressFacts> = {}) => decidePress(aPress({ button: 'birth_date', ...given }));

  test('is taken with the date of birth of one of those who are meant, and with no other', () => {
    expect(decidePress(aPress({ button: 'decline' }))).toBe('asked');
    expect(decline()).toBe('asked');
    expect(decline({ birthDate: '1975-04-23' })).toBe('declined');
    expect(decline({ birthDate: '2010-01-02', birthDatesOnFile: ['1975-04-23', '2010-01-02'] })).toBe('declined');
    expect(decline({ birthDate: '1975-04-24' })).toBe('wrong_birth_date');
  });

  test('is locked after five wrong ones, also for the right one', () => {
    const wrong = { birthDate: '1975-04-24' };
    expect(decline({ ...wrong, wrongTries: birthDateTries - 2 })).toBe('wrong_birth_date');
    expect(decline({ ...wrong, wrongTries: birthDateTries - 1 })).toBe('locked');
    expect(decline({ birthDate: '1975-04-23', wrongTries: birthDateTries })).toBe('locked');
    expect(decidePress(aPress({ button: 'decline', wrongTries: birthDateTries }))).toBe('locked');
  });

  test('without a date of birth on file goes to a person', () => {
    expect(decidePress(aPress({ button: 'decline', birthDatesOnFile: [] }))).toBe('no_birth_date');
    expect(decline({ birthDate: '1975-04-23', birthDatesOnFile: [] })).toBe('no_birth_date');
  });
});

test('on a visit that can no longer be answered goes to a person', () => {
  expect(decidePress(aPress({ open: false }))).toBe('late');
  expect(decidePress(aPress({ open: false, button: 'birth_date', birthDate: '1975-04-23' }))).toBe('late');
  expect(decidePress(aPress({ open: false, fetchedAt: at }))).toBe('early');
});

test('no press counts that is early, and none within ten seconds of the other button', () => {
  const button = fc.constantFrom<Button[]>('confirm', 'decline', 'birth_date');
  const recent = fc.array(
    fc.record({
      button,
      outcome: fc.constantFrom<EarlierPress['outcome'][]>('early', 'asked', 'confirmed', 'declined', 'unclear'),
      at: fc.integer({ min: at - 2 * closeTogetherMs, max: at + closeTogetherMs }),
    }),
    { maxLength: 4 },
  );
  const presses = fc.record({
    button,
    recent,
    fetchedAt: fc.integer({ min: at - 5 * second, max: at + second }),
    birthDate: fc.constantFrom(null, '1975-04-23', '1975-04-24'),
    wrongTries: fc.nat(6),
  });
  fc.assert(
    fc.property(presses, (given) => {
      const outcome = decidePress(aPress(given));
      const counts = outcome === 'confirmed' || outcome === 'declined';
      const early = at - given.fetchedAt < 2_000;
      const opposite = given.recent.some(
        (press) =>
          (press.button === 'confirm') !== (given.button === 'confirm') &&
          !(press.button === 'confirm' && press.outcome === 'early') &&
          Math.abs(at - press.at) <= closeTogetherMs,
      );
      if (counts) expect(early || opposite).toBe(false);
      if (outcome === 'declined') expect(given).toMatchObject({ button: 'birth_date', birthDate: '1975-04-23' });
      if (outcome === 'declined') expect(given.wrongTries).toBeLessThan(birthDateTries);
      if (outcome === 'confirmed') expect(given.button).toBe('confirm');
      if (!early && !opposite && given.button === 'confirm') expect(outcome).toBe('confirmed');
    }),
    { numRuns: 1_000 },
  );
});
