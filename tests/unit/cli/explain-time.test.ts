import { describe, expect, test } from 'vitest';
import { explainTime } from '../../../cli/explain-time.ts';

const line = { zone: 'America/New_York', visit: '2026-03-09T14:00', offset: '-P1D', mode: 'exact' };

test.each<[string, object, object]>([
  ['nothing binds it', {}, { at: '2026-03-08T18:00:00Z', movedBy: [] }],
  [
    'across the start of summer time',
    { visit: '2026-03-09T10:00', offset: '-P2D' },
    { at: '2026-03-07T15:00:00Z', movedBy: [] },
  ],
  ['hours', { offset: '-PT36H' }, { at: '2026-03-08T06:00:00Z', movedBy: [] }],
  ['after the visit', { offset: 'P1D' }, { at: '2026-03-10T18:00:00Z', movedBy: [] }],
  [
    'a window',
    { visit: '2026-03-09T20:00', window: ['09:00', '18:00'] },
    { at: '2026-03-08T22:00:00Z', movedBy: ['window'] },
  ],
  [
    'a window in another zone',
    { window: ['09:00', '10:00'], windowZone: 'Asia/Bahrain' },
    { at: '2026-03-08T07:00:00Z', movedBy: ['window'] },
  ],
  ['earliest', { mode: 'earliest', window: ['09:00', '18:00'] }, { at: '2026-03-08T13:00:00Z', movedBy: ['earliest'] }],
  ['earliest without a window', { mode: 'earliest' }, { at: '2026-03-08T18:00:00Z', movedBy: [] }],
  ['a closure of a day', { closures: ['2026-03-08'] }, { at: '2026-03-07T19:00:00Z', movedBy: ['closure'] }],
  [
    'closures of days, either way',
    { closures: [['2026-03-08', '2026-03-08'], { from: '2026-03-06', to: '2026-03-07' }] },
    { at: '2026-03-05T19:00:00Z', movedBy: ['closure'] },
  ],
  ['open days', { openDays: [1, 2, 3, 4, 5] }, { at: '2026-03-06T19:00:00Z', movedBy: ['closure'] }],
  ['late', { now: '2026-03-08T20:00:00-04:00' }, { at: '2026-03-09T00:00:00Z', movedBy: ['late'] }],
  ['late, by the wall at the facility', { now: '2026-03-08T20:00' }, { at: '2026-03-09T00:00:00Z', movedBy: ['late'] }],
  ['too late', { now: '2026-03-09T17:00:00Z' }, { at: null, movedBy: [], withheld: 'too_late' }],
  ['begun', { now: '2026-03-09T18:00:00Z' }, { at: null, movedBy: [], withheld: 'started' }],
  ['null is not given', { window: null, now: null, closures: null }, { at: '2026-03-08T18:00:00Z', movedBy: [] }],
])('%s', (_, more, expected) => {
  expect(explainTime({ ...line, ...more })).toEqual(expected);
});

describe('a bad line says what to write', () => {
  test.each<[object, string]>([
    [{ zone: 'Norfolk' }, 'The time zone is not known: give an IANA name such as America/New_York.'],
    [
      { windowZone: 'Norfolk', window: ['09:00', '18:00'] },
      'The time zone is not known: give an IANA name such as America/New_York.',
    ],
    [{ zone: null }, '/zone is missing: add it.'],
    [{ visit: 'tomorrow' }, 'A wall time is not understood: write it as YYYY-MM-DDTHH:MM, without a zone.'],
    [
      { offset: '3 days' },
      'The offset is not understood: write -P3D for three days before the visit, -PT2H for two hours before it.',
    ],
    [{ mode: 'soon' }, '/mode must be "exact" or "earliest".'],
    [{ window: ['09:00'] }, '/window must be the first and last time of the day, such as ["09:00","18:00"].'],
    [{ window: ['18:00', '09:00'] }, 'The window ends before it opens: give the earlier time first.'],
    [{ windows: ['09:00', '18:00'] }, '/windows is not known here: check its spelling, or take it out.'],
    [
      { closures: [{ from: '2026-03-08', to: '2026-03-07' }] },
      'A closure ends before it begins: give its first day first.',
    ],
    [{ closures: ['Sunday'] }, 'a day, such as "2026-12-25", or a span of days'],
    [{ openDays: [] }, '/openDays must be a list of weekdays by number, Monday = 1, such as [1,2,3,4,5].'],
    [{ openDays: [0] }, '/openDays/0 must be a weekday by its number, Monday = 1.'],
    [{ now: 'soon' }, 'A wall time is not understood'],
  ])('%j', (more, message) => {
    expect(() => explainTime({ ...line, ...more })).toThrow(message);
  });
});
