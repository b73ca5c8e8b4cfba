import { DAY_MS, dayOf, zoneClock, type DayNumber } from '../zone-clock.ts';
import { nearestOpenDay } from './open-days.ts';
import type { EpochMs } from './plan.ts';
import type { Calendar } from './planning-facts.ts';

/** How many overdue recalls of a facility begin on one day: who makes the visits cannot take a year's calls in one. */
export const overdueADay = 20;

/** From this hour on a day is too far gone to begin with. */
const latestHour = 12;

/**
 * The days on which overdue recalls of a facility begin, soonest first, as when each begins there: on open days, so many on each,
 * after those that were given to others before (`taken`). Fewer where the calendar ends.
 */
export function backlogDays(
  count: number,
  facts: {
    readonly now: EpochMs;
    readonly calendar: Calendar;
    readonly taken: readonly EpochMs[];
  },
): EpochMs[] {
  const { now, calendar } = facts;
  const clock = zoneClock(calendar.zone);
  const dayAt = (at: EpochMs): DayNumber => dayOf(clock.wallAt(at));
  const onDay = new Map<DayNumber, number>();
  for (const at of facts.taken) onDay.set(dayAt(at), (onDay.get(dayAt(at)) ?? 0) + 1);

  const days: EpochMs[] = [];
  const hour = new Date(clock.wallAt(now)).getUTCHours();
  let from = dayAt(now) + (hour < latestHour ? 0 : 1);
  while (days.length < count) {
    const day = nearestOpenDay(from, 'after', calendar);
    if (day === null) return days;
    const room = Math.max(0, overdueADay - (onDay.get(day) ?? 0));
    for (let place = 0; place < room && days.length < count; place += 1) days.push(clock.instantOf(day * DAY_MS));
    from = day + 1;
  }
  return days;
}
