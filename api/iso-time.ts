import type { EpochMs } from '../domain/planning/plan.ts';
import { Temporal } from '../domain/time.ts';

/** An instant as the API writes it: the zone's wall time with its offset, `2026-03-07T09:00:00-05:00`. */
export function isoTime(at: EpochMs, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(zone)
    .toString({ timeZoneName: 'never', smallestUnit: 'second' });
}

/** The same, where there may be no instant. */
export function isoTimeOrNull(at: EpochMs | null, zone: string): string | null {
  return at === null ? null : isoTime(at, zone);
}
