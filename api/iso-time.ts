import type { EpochMs } from '../domain/planning/plan.ts';
import { MINUTE_MS, zoneClock } from '../domain/zone-clock.ts';

/** An instant as the API writes it, to the second: the zone's wall time with its offset, `2026-03-07T09:00:00-05:00`. */
export function isoTime(at: EpochMs, zone: string): string {
  const wall = zoneClock(zone).wallAt(at);
  const minutes = Math.round((wall - at) / MINUTE_MS);
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${new Date(wall).toISOString().slice(0, 19)}${minutes < 0 ? '-' : '+'}${twoDigits(hours)}:${twoDigits(rest)}`;
}

/** The same, where there may be no instant. */
export function isoTimeOrNull(at: EpochMs | null, zone: string): string | null {
  return at === null ? null : isoTime(at, zone);
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
