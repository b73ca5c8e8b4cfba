import type { EpochMs } from '../../domain/planning/plan.ts';
import { DAY_MS, MINUTE_MS, zoneClock } from '../../domain/zone-clock.ts';
import { demoFacilities, type DemoFacility } from './demo-practice.ts';

/** The facility that may send texts now, and for the longest from now on. */
export function openFacility(now: EpochMs): { facility: DemoFacility; minutesLeft: number } {
  const [first, ...others] = demoFacilities.map((facility) => ({ facility, minutesLeft: minutesLeft(facility, now) }));
  if (first === undefined) throw new Error('The demo has no facility.');
  return others.reduce((best, other) => (other.minutesLeft > best.minutesLeft ? other : best), first);
}

/** Whole minutes until the facility's hours end; negative outside of them. */
function minutesLeft(facility: DemoFacility, now: EpochMs): number {
  const wall = zoneClock(facility.zone).wallAt(now);
  const minuteOfDay = Math.floor((wall % DAY_MS) / MINUTE_MS);
  return minuteOfDay < facility.from ? -1 : facility.to - minuteOfDay;
}
