import { describe, expect, test } from 'vitest';
import { readWindow, readWindows } from '../../../../domain/planning/delivery-window.ts';
import { loneStepTime } from '../../../../domain/planning/lone-step-time.ts';
import { parseOffset } from '../../../../domain/planning/offset.ts';
import type { Closure } from '../../../../domain/planning/planning-facts.ts';
import { openDaysOf, type WindowsByWeekday } from '../../../../domain/planning/weekly-window.ts';
import { visitTime } from '../../../../domain/planning/visit-time.ts';

interface Step {
  readonly zone?: string;
  readonly visit?: string;
  readonly offset?: string;
  readonly mode?: 'exact' | 'earliest';
  readonly window?: readonly [string, string] | null;
  readonly weekdays?: WindowsByWeekday;
  readonly windowZone?: string;
  readonly openDays?: readonly number[];
  readonly closures?: readonly Closure[];
  readonly leadMinutes?: number;
  readonly now?: string;
}

/** A step of a visit in New York on Tuesday, December 1, at 10:00, in the default window. */
function when(step: Step): [at: string | null, ...why: string[]] {
  const zone = step.zone ?? 'America/New_York';
  const visitAt = visitTime(step.visit ?? '2026-12-01T10:00', zone).at;
  const offset = parseOffset(step.offset ?? '-P1D');
  const [from, to] = step.window ?? ['09:00', '18:00'];
  const { at, movedBy, withheld } = loneStepTime(
    {
      visitAt,
      offset,
      fromClosedDay: offset.after ? 'after' : 'before',
      beginDelivery: step.mode ?? 'exact',
      hours: {
        zone,
        window: readWindow(step.window === null ? null : { from, to }),
        weekdays: readWindows(step.weekdays ?? {}),
        windowZone: step.windowZone ?? zone,
        openDays: openDaysOf(step.weekdays ?? {}, step.openDays ?? [1, 2, 3, 4, 5, 6, 7]),
        closures: step.closures ?? [],
      },
      usefulUntil: offset.after ? Infinity : visitAt - (step.leadMinutes ?? 0) * 60_000,
    },
    step.now === undefined ? null : Date.parse(step.now),
  );
  return at === null ? [null, withheld ?? 'sent'] : [new Date(at).toISOString().replace(':00.000Z', 'Z'), ...movedBy];
}

const closed = (from: string, to = from): Closure => ({ from, to });

test.each<[string, Step, string | null, ...string[]]>([
  ['a day before is the same wall time', {}, '2026-11-30T15:00Z'],
  ['a day before, across the end of summer time', { visit: '2026-11-01T10:00' }, '2026-10-31T14:00Z'],
  [
    '24 hours before, across the end of summer time',
    { visit: '2026-11-01T10:00', offset: '-PT24H' },
    '2026-10-31T15:00Z',
  ],
  ['days come before hours', { visit: '2026-11-02T10:00', offset: '-P1DT12H', window: null }, '2026-11-01T03:00Z'],
  ['a skipped wall time moves forward', { visit: '2026-03-09T02:30', window: null }, '2026-03-08T07:30Z'],
  ['a wall time that comes twice is the first', { visit: '2026-11-02T01:30', window: null }, '2026-11-01T05:30Z'],
  [
    'a month before is the last day of a shorter month',
    { visit: '2027-03-31T10:00', offset: '-P1M' },
    '2027-02-28T15:00Z',
  ],
  ['years, weeks and days add up', { offset: '-P1Y1W2D' }, '2025-11-22T15:00Z'],
])('offset: %s', (_, step, ...expected) => {
  expect(when(step)).toEqual(expected);
});

test.each<[string, Step, string | null, ...string[]]>([
  ['its opening is inside', { visit: '2026-12-01T09:00' }, '2026-11-30T14:00Z'],
  ['its closing is inside', { visit: '2026-12-01T18:00' }, '2026-11-30T23:00Z'],
  ['the whole minute of its closing is inside', { visit: '2026-12-01T18:00:59' }, '2026-11-30T23:00:59.000Z'],
  ['a minute later is outside', { visit: '2026-12-01T18:01' }, '2026-11-30T23:00Z', 'window'],
  ['what falls before goes at its opening', { visit: '2026-12-01T06:00' }, '2026-11-30T14:00Z', 'window'],
  ['the day before is nearer', { visit: '2026-12-01T01:00' }, '2026-11-29T23:00Z', 'window'],
  ['equally near, the earlier one', { visit: '2026-12-01T01:30' }, '2026-11-29T23:00Z', 'window'],
  ['not after the visit', { visit: '2026-12-01T08:00', offset: '-PT1H' }, '2026-11-30T23:00Z', 'window'],
  [
    'never inside within the use',
    { visit: '2026-12-01T08:00', offset: '-PT1H', now: '2026-12-01T00:00Z' },
    null,
    'too_late',
  ],
  ['in another zone', { windowZone: 'America/Los_Angeles' }, '2026-11-30T17:00Z', 'window'],
  [
    'within the minimum lead, at the lead',
    { offset: '-PT1H', visit: '2026-12-01T13:00', leadMinutes: 120 },
    '2026-12-01T16:00Z',
    'minimum_lead',
  ],
])('window: %s', (_, step, ...expected) => {
  expect(when(step)).toEqual(expected);
});

test.each<[string, Step, string | null, ...string[]]>([
  ['when the window opens that day', { mode: 'earliest' }, '2026-11-30T14:00Z', 'earliest'],
  ['already there, nothing moved it', { mode: 'earliest', visit: '2026-12-01T09:00' }, '2026-11-30T14:00Z'],
  ['without a window nothing changes', { mode: 'earliest', window: null }, '2026-11-30T15:00Z'],
  [
    'on the day that it is in the zone of the window',
    { mode: 'earliest', windowZone: 'Pacific/Guam' },
    '2026-11-30T23:00Z',
    'earliest',
  ],
  [
    'on the last open day before',
    { mode: 'earliest', closures: [closed('2026-11-30')] },
    '2026-11-29T14:00Z',
    'closure',
    'earliest',
  ],
])('earliest: %s', (_, step, ...expected) => {
  expect(when(step)).toEqual(expected);
});

test.each<[string, Step, string | null, ...string[]]>([
  [
    'a reminder goes on the last open day before',
    { closures: [closed('2026-11-29', '2026-11-30')] },
    '2026-11-28T15:00Z',
    'closure',
  ],
  [
    'weekdays that are not open count',
    { visit: '2026-11-30T10:00', openDays: [1, 2, 3, 4, 5] },
    '2026-11-27T15:00Z',
    'closure',
  ],
  [
    'what comes after the visit goes on the next',
    { offset: 'P1D', closures: [closed('2026-12-02')] },
    '2026-12-03T15:00Z',
    'closure',
  ],
  [
    'days are those of the facility',
    { zone: 'Pacific/Guam', closures: [closed('2026-11-30')] },
    '2026-11-29T00:00Z',
    'closure',
  ],
  [
    'the window moves it no further than to an open day',
    { visit: '2026-12-01T01:00', closures: [closed('2026-11-29')] },
    '2026-11-30T14:00Z',
    'window',
  ],
  ['never open, it does not go', { closures: [closed('2020-01-01', '2030-01-01')] }, null, 'too_late'],
  [
    'never open after the visit either',
    { offset: 'P1D', closures: [closed('2020-01-01', '2030-01-01')] },
    null,
    'too_late',
  ],
])('closures: %s', (_, step, ...expected) => {
  expect(when(step)).toEqual(expected);
});

// 2026-11-30 is a Monday, the 28th a Saturday, 2026-12-02 a Wednesday.
test.each<[string, Step, string | null, ...string[]]>([
  ['another weekday’s own does not bind', { weekdays: { '2': ['12:00', '13:00'] } }, '2026-11-30T15:00Z'],
  ['its own binds in place of the usual', { weekdays: { '1': ['12:00', '13:00'] } }, '2026-11-30T17:00Z', 'window'],
  [
    'the nearest may be of another day',
    { weekdays: { '1': ['17:00', '18:00'] }, visit: '2026-12-01T01:00' },
    '2026-11-29T23:00Z',
    'window',
  ],
  [
    'Earliest is the opening of that weekday',
    { mode: 'earliest', weekdays: { '1': ['08:30', '09:00'] } },
    '2026-11-30T13:30Z',
    'earliest',
  ],
  ['a weekday without hours is a closed day', { weekdays: { '1': null, '7': null } }, '2026-11-28T15:00Z', 'closure'],
  [
    'where the last open day has hours of its own, inside them',
    { weekdays: { '1': null, '7': ['12:00', '13:00'] } },
    '2026-11-29T17:00Z',
    'closure',
    'window',
  ],
  [
    'what comes after the visit goes on the next',
    { offset: 'P1D', weekdays: { '3': null } },
    '2026-12-03T15:00Z',
    'closure',
  ],
  [
    'late, it waits for a day with hours',
    { now: '2026-11-30T16:30Z', weekdays: { '1': null, '2': ['08:00', '08:30'] } },
    '2026-12-01T13:00Z',
    'closure',
    'late',
  ],
])('weekdays: %s', (_, step, ...expected) => {
  expect(when(step)).toEqual(expected);
});

describe('late', () => {
  test.each<[string, Step, string | null, ...string[]]>([
    ['from now on', { now: '2026-11-30T16:30Z' }, '2026-11-30T16:30Z', 'late'],
    ['when the window opens next', { now: '2026-12-01T02:00Z' }, '2026-12-01T14:00Z', 'late', 'window'],
    [
      'two hours before the visit it still goes',
      { visit: '2026-12-01T12:00', now: '2026-12-01T15:00Z' },
      '2026-12-01T15:00Z',
      'late',
    ],
    ['nearer to the visit it does not', { visit: '2026-12-01T12:00', now: '2026-12-01T15:00:01Z' }, null, 'too_late'],
    ['once the visit has begun it is over', { now: '2026-12-01T15:00Z' }, null, 'started'],
    ['a time that is still to come is not late', { now: '2026-11-30T14:59Z' }, '2026-11-30T15:00Z'],
    [
      'the opening is still to come',
      { visit: '2026-12-01T06:00', now: '2026-11-30T12:00Z' },
      '2026-11-30T14:00Z',
      'window',
    ],
    [
      'nearest, but past: the next one',
      { visit: '2026-12-02T01:00', now: '2026-12-01T02:00Z' },
      '2026-12-01T14:00Z',
      'window',
    ],
    [
      'moved into the past by a closure',
      { closures: [closed('2026-11-30')], now: '2026-11-30T01:00Z' },
      '2026-12-01T14:00Z',
      'closure',
      'late',
      'window',
    ],
    ['what comes after a visit is too late', { offset: 'P1D', now: '2026-12-03T15:00Z' }, null, 'too_late'],
  ])('%s', (_, step, ...expected) => {
    expect(when(step)).toEqual(expected);
  });
});

test('what comes after a visit never goes before it', () => {
  expect(when({ visit: '2026-12-01T19:00', offset: 'PT1H' })).toEqual(['2026-12-02T14:00Z', 'window']);
});

test.each(['-3D', 'P', '-P', 'PT', '-P1DT', 'P-3D', 'P1.5D', '3 days', '', '-P99999D'])('%j is no offset', (offset) => {
  expect(() => when({ offset })).toThrow('The offset is not understood: write -P3D');
});

test.each([
  [['9:00', '18:00'], "The window's times are written as HH:MM, from 00:00 to 23:59."],
  [['09:00', '24:00'], "The window's times are written as HH:MM, from 00:00 to 23:59."],
  [['18:00', '09:00'], 'The window ends before it opens: give the earlier time first.'],
] as const)('%j is no window', (window, message) => {
  expect(() => when({ window })).toThrow(message);
});

test.each(['2026-12-01', '2026-02-30T10:00', '2026-12-01T25:00', '2026-12-01T10:00Z', 'tomorrow'])(
  '%j is no wall time',
  (visit) => {
    expect(() => when({ visit })).toThrow(
      'A wall time is not understood: write it as YYYY-MM-DDTHH:MM, without a zone.',
    );
  },
);

test('a wall time as Postgres writes it is understood, and one that the clocks skip is pointed out', () => {
  expect(visitTime('2026-03-08 02:30:00', 'America/New_York')).toEqual({
    at: Date.parse('2026-03-08T07:30Z'),
    skipped: true,
  });
  expect(visitTime('2026-03-08 03:30:00', 'America/New_York')).toEqual({
    at: Date.parse('2026-03-08T07:30Z'),
    skipped: false,
  });
});
