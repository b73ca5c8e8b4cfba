import { Fault } from './fault.ts';
import type { EpochMs } from './planning/plan.ts';
import { Temporal } from './time.ts';

/** A clock's reading, as the milliseconds since 1970 at which a clock in UTC would read the same. */
export type WallMs = number;

/** A day of a clock, counted from 1970-01-01. */
export type DayNumber = number;

/** From the first instant to just before the second. */
export interface Interval {
  readonly from: EpochMs;
  readonly until: EpochMs;
}

/** How the clocks of one time zone go. */
export interface ZoneClock {
  wallAt(at: EpochMs): WallMs;
  /** A wall time that is skipped moves forward by what was skipped; of one that comes twice it is the first. */
  instantOf(wall: WallMs): EpochMs;
  /** Whether the clocks skip this wall time. */
  skips(wall: WallMs): boolean;
  /** When the clocks read from `from` to just before `until`: cut in two or more where they are turned in between. */
  intervals(from: WallMs, until: WallMs): Interval[];
}

export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;

/** The day of a clock's reading. */
export function dayOf(wall: WallMs): DayNumber {
  return Math.floor(wall / DAY_MS);
}

/** A time in which the offset from UTC stays the same. */
interface Span extends Interval {
  readonly offset: number;
}

/** Throws `bad_input` where the zone is not a name of the IANA database. */
export function zoneClock(zone: string): ZoneClock {
  let clock = clocks.get(zone);
  if (clock === undefined) {
    clock = openClock(zone);
    clocks.set(zone, clock);
  }
  return clock;
}

// What a zone's clocks do never changes while the program runs, so it is asked of the time-zone library once a zone and span:
// one conversion there took 8 to 12 microseconds, one here takes 0.02, and a visit with three steps needs about twenty.
const clocks = new Map<string, ZoneClock>();

function openClock(zone: string): ZoneClock {
  const known: Span[] = [findSpan(zone, 0)];
  let latest = known[0] as Span;

  function spanAt(at: EpochMs): Span {
    if (at >= latest.from && at < latest.until) return latest;
    let span = known.find((candidate) => at >= candidate.from && at < candidate.until);
    if (span === undefined) {
      span = findSpan(zone, at);
      known.push(span);
    }
    latest = span;
    return span;
  }

  /** The span in which the clocks first read `wall`, or where they skip it, the span before the skip. */
  function firstSpanOf(wall: WallMs): { span: Span; skipped: boolean } {
    // No zone is a day from UTC, so a day earlier the clocks did not read it yet.
    let span = spanAt(wall - DAY_MS);
    for (;;) {
      if (wall - span.offset < span.until) return { span, skipped: false };
      const next = spanAt(span.until);
      if (wall - next.offset < next.from) return { span, skipped: true };
      span = next;
    }
  }

  return {
    wallAt: (at) => at + spanAt(at).offset,
    instantOf: (wall) => wall - firstSpanOf(wall).span.offset,
    skips: (wall) => firstSpanOf(wall).skipped,
    intervals(from, until) {
      const found: Interval[] = [];
      let span = spanAt(from - DAY_MS);
      for (;;) {
        const part = {
          from: Math.max(from - span.offset, span.from),
          until: Math.min(until - span.offset, span.until),
        };
        if (part.from < part.until) found.push(part);
        if (span.until >= until + DAY_MS) return found;
        span = spanAt(span.until);
      }
    },
  };
}

function findSpan(zone: string, at: EpochMs): Span {
  const here = zoned(zone, at);
  // The instant just after `at`, so that a change at `at` itself is found as the start of its own span.
  const previous = zoned(zone, at + 1).getTimeZoneTransition('previous');
  const next = here.getTimeZoneTransition('next');
  return {
    from: previous?.epochMilliseconds ?? -Infinity,
    until: next?.epochMilliseconds ?? Infinity,
    offset: here.offsetNanoseconds / 1e6,
  };
}

function zoned(zone: string, at: EpochMs): Temporal.ZonedDateTime {
  // The library takes a bare offset such as -05:00 for a zone; such a zone knows no summer.
  if (!/^[A-Za-z]/.test(zone)) throw unknownZone();
  try {
    return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw unknownZone();
  }
}

function unknownZone(): Fault {
  return new Fault('bad_input', 'The time zone is not known: give an IANA name such as America/New_York.');
}
