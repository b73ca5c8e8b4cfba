import type { EpochMs } from '../../domain/planning/plan.ts';
import { MINUTE_MS, type WallMs } from '../../domain/zone-clock.ts';
import type { DemoPerson } from './demo-people.ts';
import type { DemoFacility } from './demo-practice.ts';
import { bookingOf, wallTimeText, type DemoVisit } from './demo-visits.ts';

/** Visits made for one start, so that something happens while somebody looks; they keep their ids as long as the window holds them. */
export const madeForStart = 'S';

/** One of them, but for its patient. */
export function madeVisit(
  now: EpochMs,
  name: string,
  startsAt: WallMs,
  facility: DemoFacility,
): Omit<DemoVisit, keyof DemoPerson> {
  const key = `${Math.floor(now / MINUTE_MS).toString(36)}-${name}`;
  return {
    ...bookingOf(key, facility),
    appointment_id: `${madeForStart}${key}`,
    starts_at: wallTimeText(startsAt),
    status: 'scheduled',
  };
}
