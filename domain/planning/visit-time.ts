import { Fault } from '../fault.ts';
import { Temporal } from '../time.ts';
import { zoneClock } from '../zone-clock.ts';
import type { EpochMs } from './plan.ts';

/** The instant of a visit, and whether its wall time is one that the facility's clocks skip. */
export interface VisitTime {
  readonly at: EpochMs;
  readonly skipped: boolean;
}

/**
 * When a visit is, from the wall time that the PMS gave (`2026-03-08T14:00`; a space for the T and seconds are taken too) in the
 * facility's zone. A wall time that is skipped moves forward, one that comes twice is the first. Throws `bad_input`.
 */
export function visitTime(wallTime: string, zone: string): VisitTime {
  const clock = zoneClock(zone);
  const wall = wallTimeMs(wallTime);
  return { at: clock.instantOf(wall), skipped: clock.skips(wall) };
}

function wallTimeMs(text: string): number {
  if (!/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?$/.test(text)) throw notAWallTime();
  try {
    return Temporal.PlainDateTime.from(text.replace(' ', 'T')).toZonedDateTime('UTC').epochMilliseconds;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw notAWallTime();
  }
}

function notAWallTime(): Fault {
  return new Fault('bad_input', 'A wall time is not understood: write it as YYYY-MM-DDTHH:MM, without a zone.');
}
