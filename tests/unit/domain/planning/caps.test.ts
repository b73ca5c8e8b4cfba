import { expect, test } from 'vitest';
import fc from 'fast-check';
import { decideCaps, nextFreeDay, type Caps } from '../../../../domain/planning/caps.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const zone = 'America/New_York';
/** Noon in New York, on a Tuesday. */
const noon = Date.parse('2026-12-01T17:00Z');
const caps: Caps = { perDay: 1, perWeek: 3, perPhoneDay: null };

function decide(patientAt: number[], given: { caps?: Caps; phoneAt?: number[]; soonerDue?: number } = {}): string {
  const reached = { patientAt, phoneAt: given.phoneAt ?? [], soonerDue: given.soonerDue ?? 0 };
  return decideCaps('text', given.caps ?? caps, reached, noon, zone);
}

test("law 3: a day is a day of the facility's zone", () => {
  const midnight = Date.parse('2026-12-01T05:00Z');
  expect(decide([midnight])).toBe('over');
  expect(decide([midnight - 1])).toBe('free');
});

test('law 3: a week is the seven days that end today, across a change of the clocks too', () => {
  const daysAgo = (...days: number[]): number[] => days.map((day) => noon - day * DAY);
  expect(decide(daysAgo(1, 3, 6))).toBe('over');
  expect(decide(daysAgo(1, 3, 7))).toBe('free');
  const afterTheChange = Date.parse('2026-11-05T17:00Z');
  const sixDaysBefore = Date.parse('2026-10-30T04:00Z');
  const reached = { patientAt: [sixDaysBefore, sixDaysBefore, sixDaysBefore], phoneAt: [], soonerDue: 0 };
  expect(decideCaps('voice', caps, reached, afterTheChange, zone)).toBe('over');
  const earlier = { ...reached, patientAt: [sixDaysBefore - 1, sixDaysBefore, sixDaysBefore] };
  expect(decideCaps('voice', caps, earlier, afterTheChange, zone)).toBe('free');
});

test('law 3: a phone may have a cap of its own', () => {
  const perPhone = { perDay: 5, perWeek: 9, perPhoneDay: 2 };
  expect(decide([], { caps: perPhone, phoneAt: [noon, noon] })).toBe('over');
  expect(decide([], { caps: perPhone, phoneAt: [noon, noon - DAY] })).toBe('free');
  expect(decide([], { phoneAt: [noon, noon, noon] })).toBe('free');
});

test('what is left belongs to the sooner visits', () => {
  expect(decide([], { soonerDue: 1 })).toBe('after_sooner');
  expect(decide([], { caps: { ...caps, perDay: 2 }, soonerDue: 1 })).toBe('free');
  expect(decide([noon], { soonerDue: 1 })).toBe('over');
});

test('email is never capped', () => {
  expect(decideCaps('email', caps, { patientAt: [noon], phoneAt: [noon], soonerDue: 3 }, noon, zone)).toBe('free');
});

test('law 3: sending whenever it is free never leaves more than the caps in any day or week', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 60 }),
      fc.record({ perDay: fc.integer({ min: 1, max: 3 }), perWeek: fc.integer({ min: 1, max: 6 }) }),
      (hours, { perDay, perWeek }) => {
        const sent: number[] = [];
        let at = noon;
        for (const apart of hours) {
          at += apart * 60 * MINUTE;
          const reached = { patientAt: sent, phoneAt: [], soonerDue: 0 };
          if (decideCaps('text', { perDay, perWeek, perPhoneDay: null }, reached, at, zone) === 'free') sent.push(at);
        }
        // Seven whole days hold no more than a week's cap, and 23 hours no more than two days'.
        const within = (start: number, span: number): number =>
          sent.filter((other) => other >= start && other < start + span).length;
        for (const start of sent) {
          expect(within(start, 6 * DAY - 60 * MINUTE)).toBeLessThanOrEqual(perWeek);
          expect(within(start, 23 * 60 * MINUTE)).toBeLessThanOrEqual(2 * perDay);
        }
        const days = new Map<string, number>();
        for (const one of sent) {
          const day = new Date(one).toLocaleDateString('en-US', { timeZone: zone });
          days.set(day, (days.get(day) ?? 0) + 1);
        }
        expect(Math.max(0, ...days.values())).toBeLessThanOrEqual(perDay);
      },
    ),
    { numRuns: 200 },
  );
});

test('law 3: the next free day is the first on which one more may go', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 7 * 24 }), { maxLength: 12 }),
      fc.record({ perDay: fc.integer({ min: 1, max: 3 }), perWeek: fc.integer({ min: 1, max: 6 }) }),
      (hoursAgo, given) => {
        const reached = { patientAt: hoursAgo.map((hours) => noon - hours * 60 * MINUTE), phoneAt: [], soonerDue: 0 };
        const own = { ...given, perPhoneDay: null };
        const free = nextFreeDay(own, reached, noon, zone);
        expect(decideCaps('text', own, reached, free, zone)).toBe('free');
        for (let at = noon + 12 * 60 * MINUTE; at < free; at += DAY) {
          expect(decideCaps('text', own, reached, at, zone)).toBe('over');
        }
      },
    ),
  );
});
