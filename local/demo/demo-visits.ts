import { dayOf, DAY_MS, MINUTE_MS, type DayNumber, type WallMs } from '../../domain/zone-clock.ts';
import { demoFacilities, type DemoFacility } from './demo-practice.ts';
import { peopleCount, personOf, type DemoPerson } from './demo-people.ts';
import { draw, pick } from './draw.ts';

/** A made-up visit, in the words of the feed. */
export interface DemoVisit extends DemoPerson {
  readonly appointment_id: string;
  readonly facility_id: string;
  readonly starts_at: string;
  readonly duration_minutes: string;
  readonly type_id: string;
  readonly type_name: string;
  readonly provider_id: string;
  readonly provider_name: string;
  readonly status: string;
}

/** Days of the rolling window: from two before today on. */
export const windowDays = 33;

/** Over any 33 days in a row these are 1,428 visits. */
export function visitsOn(day: DayNumber): number {
  return day % windowDays < 9 ? 44 : 43;
}

const types = [
  ['CHK', 'Check-up', 30],
  ['FUP', 'Follow-up', 20],
  ['NEW', 'New patient', 45],
  ['LAB', 'Lab work', 15],
] as const;
const providers = [
  'Okafor, Ngozi',
  'Brandt, Lise',
  'Reyes, Mateo',
  'Lindqvist, Per',
  'Haddad, Rima',
  'Sato, Emi',
] as const;

/**
 * A visit that was booked for a day, as the PMS has it when the facility's clocks read `now`: always the same visit, to which things
 * happen as days pass. It is cancelled, moved, or confirmed at the desk on some day; and its own day comes.
 */
export function visitOf(day: DayNumber, index: number, now: (facility: DemoFacility) => WallMs): DemoVisit {
  const key = `${String(day)}-${String(index)}`;
  const facility = demoFacilities[index % demoFacilities.length] ?? demoFacilities[0];
  if (facility === undefined) throw new Error('The demo has no facility.');
  const today = dayOf(now(facility));
  const daysAhead = day - today;
  const fate = draw('fate', key);
  const happenedAt = Math.floor(draw('when', key) * 9);
  const isMoved = fate >= 0.11 && fate < 0.16 && daysAhead <= happenedAt;
  const startsAt = (isMoved ? day + 1 + (index % 3) : day) * DAY_MS + slotOf(key, isMoved);
  return {
    ...personOf(Math.floor(draw('person', key) * peopleCount)),
    ...bookingOf(key, facility),
    appointment_id: `V${key}`,
    starts_at: wallTimeText(startsAt),
    status: statusOf(fate, daysAhead <= happenedAt, startsAt, now(facility)),
  };
}

/** What kind of visit it is and with whom. */
export function bookingOf(
  key: string,
  facility: DemoFacility,
): Pick<DemoVisit, 'facility_id' | 'duration_minutes' | 'type_id' | 'type_name' | 'provider_id' | 'provider_name'> {
  const [typeId, typeName, minutes] = pick(types, 'type', key);
  const provider = demoFacilities.indexOf(facility) * 2 + (draw('provider', key) < 0.5 ? 0 : 1);
  return {
    facility_id: facility.id,
    duration_minutes: String(minutes),
    type_id: typeId,
    type_name: typeName,
    provider_id: `DR${String(provider + 1)}`,
    provider_name: providers[provider] ?? '',
  };
}

/** From 8:00 to 17:15, every quarter of an hour. */
function slotOf(key: string, isMoved: boolean): number {
  return (8 * 60 + Math.floor(draw('slot', key, isMoved ? 'moved' : '') * 38) * 15) * MINUTE_MS;
}

function statusOf(fate: number, hasHappened: boolean, startsAt: WallMs, now: WallMs): string {
  if (fate < 0.07) return hasHappened ? 'cancelled' : 'scheduled';
  if (fate < 0.11) return hasHappened ? 'rescheduled' : 'scheduled';
  if (startsAt > now) return fate < 0.26 && hasHappened ? 'confirmed' : 'scheduled';
  if (fate > 0.94) return 'no_show';
  return startsAt > now - 40 * MINUTE_MS ? 'arrived' : 'completed';
}

/** `YYYY-MM-DDTHH:MM` */
export function wallTimeText(wall: WallMs): string {
  return new Date(wall).toISOString().slice(0, 16);
}
