import { Fault } from '../fault.ts';
import { DAY_MS, dayOf, type WallMs, type ZoneClock } from '../zone-clock.ts';
import type { EpochMs } from './plan.ts';

/** How far a step lies from the visit. Every part has the same sign; negative is before. */
export interface Offset {
  readonly months: number;
  readonly days: number;
  /** Hours, minutes and seconds: elapsed time. */
  readonly elapsedMs: number;
  /** A message that belongs after the visit, such as a survey. */
  readonly after: boolean;
}

// Fields that are hundreds of years long are typing errors; the time-zone database has nothing to say of such times.
const duration = new RegExp(
  '^(?<sign>[+-]?)P(?=.)(?:(?<years>\\d{1,2})Y)?(?:(?<months>\\d{1,3})M)?(?:(?<weeks>\\d{1,3})W)?(?:(?<days>\\d{1,4})D)?' +
    '(?:T(?=.)(?:(?<hours>\\d{1,5})H)?(?:(?<minutes>\\d{1,7})M)?(?:(?<seconds>\\d{1,9})S)?)?$',
);

/** Reads `-P3D`, `-P1W`, `-PT2H`, `P1DT2H`: whole numbers, one sign for all of them. Throws `bad_input`. */
export function parseOffset(text: string): Offset {
  const parts = duration.exec(text)?.groups;
  if (parts === undefined) {
    throw new Fault(
      'bad_input',
      'The offset is not understood: write -P3D for three days before the visit, -PT2H for two hours before it.',
    );
  }
  const sign = parts['sign'] === '-' ? -1 : 1;
  const field = (name: string): number => (parts[name] === undefined ? 0 : sign * Number(parts[name]));
  const months = field('years') * 12 + field('months');
  const days = field('weeks') * 7 + field('days');
  const elapsedMs = ((field('hours') * 60 + field('minutes')) * 60 + field('seconds')) * 1000;
  return { months, days, elapsedMs, after: months + days + elapsedMs > 0 };
}

/**
 * The instant that lies at the offset from a visit. Months, weeks and days are days of the facility's calendar and keep the wall
 * time; hours and minutes are elapsed time and come after them.
 */
export function applyOffset(offset: Offset, visitAt: EpochMs, clock: ZoneClock): EpochMs {
  if (offset.months === 0 && offset.days === 0) return visitAt + offset.elapsedMs;
  const wall = clock.wallAt(visitAt);
  return clock.instantOf(addMonths(wall, offset.months) + offset.days * DAY_MS) + offset.elapsedMs;
}

/** The same day of another month, or that month's last day where it is too short. */
function addMonths(wall: WallMs, months: number): WallMs {
  if (months === 0) return wall;
  const start = new Date(wall);
  const [year, month] = [start.getUTCFullYear(), start.getUTCMonth() + months];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(start.getUTCDate(), lastDay)) + (wall - dayOf(wall) * DAY_MS);
}
