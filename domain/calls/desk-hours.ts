import { isAllowed, nearestAllowed, readWindow, type DeliveryHours } from '../planning/delivery-window.ts';
import type { EpochMs } from '../planning/plan.ts';
import type { Closure } from '../planning/planning-facts.ts';
import { DAY_MS } from '../zone-clock.ts';

/** When a facility's desk takes calls. */
export interface DeskHours {
  /** IANA name. */
  readonly zone: string;
  /** `HH:MM`; from the first minute up to, and without, the last. */
  readonly from: string;
  readonly to: string;
  /** ISO weekdays, Monday = 1. */
  readonly days: readonly number[];
  /** Holidays and vacations. */
  readonly closures: readonly Closure[];
}

/** `opensAt`: when it opens again; null where that is not within two months. */
export type DeskState = { readonly open: true } | { readonly open: false; readonly opensAt: EpochMs | null };

const searchMs = 62 * DAY_MS;

/** Whether a caller can be connected to the desk now. */
export function deskState(hours: DeskHours, now: EpochMs): DeskState {
  const { zone, from, to, days, closures } = hours;
  const window = readWindow({ from, to });
  const taking: DeliveryHours = {
    zone,
    openDays: days,
    closures,
    // The last minute of a window is inside; an office that closes at five takes no call at five.
    window: window === null ? null : { from: window.from, to: window.to - 1 },
    windowZone: zone,
  };
  if (isAllowed(now, taking)) return { open: true };
  return { open: false, opensAt: nearestAllowed(now, { from: now, until: now + searchMs }, taking) };
}
