import { DAY_MS, type DayNumber } from '../zone-clock.ts';
import type { Calendar } from './planning-facts.ts';

/** The weekdays on which a facility is open, and its holidays. In a vacation messages keep their days. */
export type OpenDays = Pick<Calendar, 'openDays' | 'closures'>;

/** How far an open day is looked for, so that a calendar that is never open ends the search. */
export const SEARCH_DAYS = 366;

/** Whether the facility is open on that day. */
export function isOpenDay(day: DayNumber, calendar: OpenDays): boolean {
  if (!calendar.openDays.includes(isoWeekday(day))) return false;
  if (calendar.closures.length === 0) return true;
  const date = dateOf(day);
  return !calendar.closures.some((closure) => closure.from <= date && date <= closure.to);
}

/** The day itself where it is open, else the next one in that direction; null where there is none within `SEARCH_DAYS`. */
export function nearestOpenDay(day: DayNumber, direction: 'before' | 'after', calendar: OpenDays): DayNumber | null {
  const step = direction === 'before' ? -1 : 1;
  for (let moved = 0; moved <= SEARCH_DAYS; moved += 1) {
    if (isOpenDay(day + moved * step, calendar)) return day + moved * step;
  }
  return null;
}

// Plans for a whole practice ask for the same few hundred days again and again; writing their dates took a third of the planning.
const dates = new Map<DayNumber, string>();

/** As `YYYY-MM-DD`. */
function dateOf(day: DayNumber): string {
  let date = dates.get(day);
  if (date === undefined) {
    date = new Date(day * DAY_MS).toISOString().slice(0, 10);
    dates.set(day, date);
  }
  return date;
}

/** The weekday of a day, Monday = 1. 1970-01-01 was a Thursday. */
export function isoWeekday(day: DayNumber): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}
