import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Temporal } from '../../../domain/time.ts';
import { DAY_MS, dayOf, MINUTE_MS, zoneClock } from '../../../domain/zone-clock.ts';
import { zoneMoments } from './planning/zones.ts';

const moments = zoneMoments();
const aroundIt = fc.integer({ min: -3 * 24 * 60, max: 3 * 24 * 60 });

function plain(wall: number): Temporal.PlainDateTime {
  return Temporal.Instant.fromEpochMilliseconds(wall).toZonedDateTimeISO('UTC').toPlainDateTime();
}

/** Every quarter of an hour, the finest on which a zone's clocks are turned, from two days before to two days after. */
function quarterHours(at: number): number[] {
  return Array.from({ length: 4 * 24 * 4 }, (_, index) => at - 2 * DAY_MS + index * 15 * MINUTE_MS);
}

describe('around every transition of every zone in 2026 and 2027', { timeout: 120_000 }, () => {
  test('there are transitions to look at', () => {
    expect(new Set(moments.map(({ zone }) => zone)).size).toBeGreaterThan(400);
    expect(moments.length).toBeGreaterThan(900);
  });

  test("a clock reads what the calendar library's does", () => {
    for (const { zone, at } of moments) {
      fc.assert(
        fc.property(aroundIt, (minutes) => {
          const instant = at + minutes * MINUTE_MS;
          const zoned = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
          expect(plain(zoneClock(zone).wallAt(instant)).toString()).toBe(zoned.toPlainDateTime().toString());
        }),
        { numRuns: 4 },
      );
    }
  });

  test('a wall time is the instant that the calendar library finds by its "compatible" rule', () => {
    for (const { zone, at } of moments) {
      fc.assert(
        fc.property(fc.oneof(aroundIt, fc.integer({ min: -130, max: 130 })), (minutes) => {
          const wall = zoneClock(zone).wallAt(at) + minutes * MINUTE_MS;
          const zoned = plain(wall).toZonedDateTime(zone, { disambiguation: 'compatible' });
          expect(zoneClock(zone).instantOf(wall)).toBe(zoned.epochMilliseconds);
          expect(zoneClock(zone).skips(wall)).toBe(!zoned.toPlainDateTime().equals(plain(wall)));
        }),
        { numRuns: 6 },
      );
    }
  });

  test('the intervals of a day are every instant at which the clocks read that day, and no other', () => {
    for (const { zone, at } of moments) {
      const clock = zoneClock(zone);
      const day = dayOf(clock.wallAt(at));
      const intervals = clock.intervals(day * DAY_MS, (day + 1) * DAY_MS);
      const isInside = (instant: number): boolean =>
        intervals.some(({ from, until }) => from <= instant && instant < until);
      const wrong = quarterHours(at).filter((instant) => isInside(instant) !== (dayOf(clock.wallAt(instant)) === day));
      expect({ zone, wrong }).toEqual({ zone, wrong: [] });
    }
  });
});

test.each(['Mars/Olympus', '', '-05:00', '+00:00'])('%j is no zone', (zone) => {
  expect(() => zoneClock(zone)).toThrow('The time zone is not known: give an IANA name such as America/New_York.');
});
