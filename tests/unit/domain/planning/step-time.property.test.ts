import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readWindow, readWindows } from '../../../../domain/planning/delivery-window.ts';
import { loneStepTime, type LoneStepTime } from '../../../../domain/planning/lone-step-time.ts';
import { parseOffset } from '../../../../domain/planning/offset.ts';
import { visitTime } from '../../../../domain/planning/visit-time.ts';
import { openDaysOf, type Weekday } from '../../../../domain/planning/weekly-window.ts';
import { Temporal } from '../../../../domain/time.ts';
import { expectedTime, mayGoAt, type StepCase } from './step-time-oracle.ts';
import { zoneMoments, type ZoneMoment } from './zones.ts';

const moments = zoneMoments();
const offsets = ['-P3D', '-P1D', '-P1W', '-P1M', '-PT2H', '-PT90M', '-P1DT12H', 'PT0S', 'P1D', 'PT3H', 'P1W', '-PT36H'];
const windows = [
  ['09:00', '18:00'],
  ['08:00', '21:00'],
  ['00:00', '23:59'],
  ['10:30', '10:30'],
  ['00:00', '00:30'],
  ['01:00', '02:59'],
  ['02:15', '09:00'],
  ['23:00', '23:59'],
] as const;

/** Steps of visits within days of a moment, in its zone. */
function steps({ zone, at }: ZoneMoment): fc.Arbitrary<StepCase> {
  const wall = (minutes: number): Temporal.PlainDateTime =>
    Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDateTime().add({ minutes });
  return fc
    .record({
      zone: fc.constant(zone),
      windowZone: fc.oneof(
        { weight: 3, arbitrary: fc.constant(zone) },
        fc.constantFrom('Pacific/Guam', 'America/New_York', 'Asia/Kathmandu', 'America/Nuuk'),
      ),
      visitMinutes: fc.integer({ min: -24 * 60, max: 4 * 24 * 60 }),
      offset: fc.constantFrom(...offsets),
      mode: fc.constantFrom('exact' as const, 'earliest' as const),
      window: fc.constantFrom(...windows),
      openDays: fc.oneof(
        fc.constantFrom([1, 2, 3, 4, 5, 6, 7], [1, 2, 3, 4, 5]),
        fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }),
      ),
      ownWindows: fc.oneof(
        { weight: 3, arbitrary: fc.constant([]) },
        fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 7 }), fc.constantFrom(...windows, null)), {
          maxLength: 4,
          selector: ([weekday]) => weekday,
        }),
      ),
      closedDays: fc.uniqueArray(fc.integer({ min: -4, max: 4 }), { maxLength: 3 }),
      leadMinutes: fc.constantFrom(0, 120, 24 * 60),
      nowMinutes: fc.oneof(
        fc.constant(null),
        fc.integer({ min: -5 * 24 * 60, max: 60 }),
        fc.integer({ min: -150, max: 5 }),
      ),
    })
    .map(({ visitMinutes, closedDays, ownWindows, ...step }) => ({
      ...step,
      weekdays: withADayLeft(ownWindows, step.openDays),
      visit: wall(visitMinutes).toString({ smallestUnit: 'minute' }),
      closures: closedDays.map((days) => wall(0).toPlainDate().add({ days }).toString()),
    }));
}

/** Weekdays that shut every open day are refused where they are set, so here the last one stays open. */
function withADayLeft(own: readonly (readonly [number, StepCase['window'] | null])[], openDays: readonly number[]) {
  const weekdays: StepCase['weekdays'] = Object.fromEntries(own);
  if (openDaysOf(weekdays, openDays).length > 0) return weekdays;
  return { ...weekdays, [String(openDays[0]) as Weekday]: ['09:00', '18:00'] as const };
}

function timeOf(step: StepCase): LoneStepTime & { readonly visitAt: number; readonly usefulUntil: number } {
  const visitAt = visitTime(step.visit, step.zone).at;
  const offset = parseOffset(step.offset);
  const usefulUntil = offset.after ? Infinity : visitAt - step.leadMinutes * 60_000;
  const time = loneStepTime(
    {
      visitAt,
      offset,
      fromClosedDay: offset.after ? 'after' : 'before',
      beginDelivery: step.mode,
      hours: {
        zone: step.zone,
        windowZone: step.windowZone,
        window: readWindow({ from: step.window[0], to: step.window[1] }),
        weekdays: readWindows(step.weekdays),
        openDays: openDaysOf(step.weekdays, step.openDays),
        closures: step.closures.map((day) => ({ from: day, to: day })),
      },
      usefulUntil,
    },
    step.nowMinutes === null ? null : visitAt + step.nowMinutes * 60_000,
  );
  return { ...time, visitAt, usefulUntil };
}

function forEveryMoment(runs: number, check: (step: StepCase) => void): void {
  for (const moment of moments) fc.assert(fc.property(steps(moment), check), { numRuns: runs });
}

test('a step goes when a slow and plain reading of the rules says, around every transition of every zone', () => {
  forEveryMoment(4, (step) => {
    const { at, withheld } = timeOf(step);
    expect({ at, withheld }).toEqual(expectedTime(step));
  });
}, 120_000);

test('a time is inside the window and on an open day, never past its use, never before now', () => {
  forEveryMoment(3, (step) => {
    const { at, withheld, visitAt, usefulUntil } = timeOf(step);
    expect(at === null).toBe(withheld !== null);
    if (at === null) return;
    expect(mayGoAt(at, step)).toBe(true);
    expect(at).toBeLessThanOrEqual(usefulUntil);
    if (step.nowMinutes !== null) expect(at).toBeGreaterThanOrEqual(visitAt + step.nowMinutes * 60_000);
  });
}, 120_000);

test('a step that nothing moves keeps the wall time over days, and the elapsed time over hours', () => {
  const unbound = {
    mode: 'exact',
    window: ['00:00', '23:59'],
    openDays: [1, 2, 3, 4, 5, 6, 7],
    closures: [],
    weekdays: {},
  } as const;
  forEveryMoment(3, (step) => {
    const free = { ...step, ...unbound, windowZone: step.zone, leadMinutes: 0, nowMinutes: null };
    const { at, movedBy, visitAt } = timeOf(free);
    const duration = Temporal.Duration.from(free.offset);
    expect(movedBy).toEqual([]);
    if (duration.days === 0 && duration.weeks === 0 && duration.months === 0) {
      expect(at).toBe(visitAt + duration.total('milliseconds'));
    } else if (duration.hours === 0) {
      const visit = Temporal.Instant.fromEpochMilliseconds(visitAt).toZonedDateTimeISO(free.zone).toPlainDateTime();
      const wall = visit.add(duration).toZonedDateTime(free.zone, { disambiguation: 'compatible' });
      expect(at).toBe(wall.epochMilliseconds);
    }
  });
}, 120_000);

test('what did not move it is not named, and what moved it is', () => {
  forEveryMoment(3, (step) => {
    const { at, movedBy, visitAt } = timeOf(step);
    if (at === null) return;
    const visit = Temporal.Instant.fromEpochMilliseconds(visitAt).toZonedDateTimeISO(step.zone);
    expect(movedBy.length === 0).toBe(visit.add(step.offset).epochMilliseconds === at);
    expect(new Set(movedBy).size).toBe(movedBy.length);
    if (step.mode === 'exact') expect(movedBy).not.toContain('earliest');
    if (step.nowMinutes === null) expect(movedBy).not.toContain('late');
  });
}, 120_000);
