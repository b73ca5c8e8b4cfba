import { Temporal } from '../../../../domain/time.ts';

/** A zone, and an instant around which its clocks are worth looking at. */
export interface ZoneMoment {
  readonly zone: string;
  readonly at: number;
}

/** Every zone that this machine knows, at each of its transitions of 2026 and 2027, and on a day of no transition. */
export function zoneMoments(): ZoneMoment[] {
  return Intl.supportedValuesOf('timeZone').flatMap((zone) =>
    [Temporal.Instant.from('2026-06-15T12:00Z').epochMilliseconds, ...transitions(zone)].map((at) => ({ zone, at })),
  );
}

function transitions(zone: string): number[] {
  const end = Temporal.Instant.from('2028-01-01T00:00Z').epochMilliseconds;
  const found: number[] = [];
  let from = Temporal.Instant.from('2026-01-01T00:00Z').toZonedDateTimeISO(zone);
  for (;;) {
    const next = from.getTimeZoneTransition('next');
    if (next === null || next.epochMilliseconds >= end) return found;
    found.push(next.epochMilliseconds);
    from = next;
  }
}
