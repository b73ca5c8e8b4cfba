import { DAY_MS, dayOf, zoneClock } from '../zone-clock.ts';
import type { Channel, EpochMs } from './plan.ts';

/** How much a patient gets at most of what is automatic, by text and call together. */
export interface Caps {
  readonly perDay: number;
  /** Of the seven days that end today. */
  readonly perWeek: number;
  /** To one number, whoever it reaches; null: no cap of its own. */
  readonly perPhoneDay: number | null;
}

/** What was sent already, and what else is about to be. */
export interface Reached {
  /** When each message that counts went to the patient: not those that failed, nor other channels of the slot at hand. */
  readonly patientAt: readonly EpochMs[];
  readonly phoneAt: readonly EpochMs[];
  /** Messages of the patient that are due as well and about a sooner visit: these come first. */
  readonly soonerDue: number;
}

/** `over`: a cap is reached. `after_sooner`: what is left of it belongs to messages about sooner visits. */
export type CapDecision = 'free' | 'over' | 'after_sooner';

/** A week lies before each day that is looked at, so that after this many days nothing that went is counted any more. */
const furthestDay = 7;

/** When the next day begins on which one more message may go, by what went until now: days of the facility's zone. */
export function nextFreeDay(
  caps: Caps,
  { patientAt, phoneAt }: Pick<Reached, 'patientAt' | 'phoneAt'>,
  now: EpochMs,
  zone: string,
): EpochMs {
  const clock = zoneClock(zone);
  const dayAt = (at: EpochMs): number => dayOf(clock.wallAt(at));
  const since = (times: readonly EpochMs[], day: number): number => times.filter((at) => dayAt(at) >= day).length;
  const today = dayAt(now);
  for (let day = today + 1; day < today + furthestDay; day += 1) {
    const isFree = since(patientAt, day) < caps.perDay && since(patientAt, day - 6) < caps.perWeek;
    const isPhoneFree = caps.perPhoneDay === null || since(phoneAt, day) < caps.perPhoneDay;
    if (isFree && isPhoneFree) return clock.instantOf(day * DAY_MS);
  }
  return clock.instantOf((today + furthestDay) * DAY_MS);
}

/** Whether one more message may go to the patient today, by the days of the facility's zone. Email is never capped. */
export function decideCaps(
  channel: Channel,
  caps: Caps,
  { patientAt, phoneAt, soonerDue }: Reached,
  now: EpochMs,
  zone: string,
): CapDecision {
  if (channel === 'email') return 'free';
  const clock = zoneClock(zone);
  const today = dayOf(clock.wallAt(now));
  const since = (times: readonly EpochMs[], day: number): number =>
    times.filter((at) => dayOf(clock.wallAt(at)) >= day).length;
  const left = Math.min(caps.perDay - since(patientAt, today), caps.perWeek - since(patientAt, today - 6));
  if (left <= 0) return 'over';
  if (caps.perPhoneDay !== null && since(phoneAt, today) >= caps.perPhoneDay) return 'over';
  return soonerDue >= left ? 'after_sooner' : 'free';
}
