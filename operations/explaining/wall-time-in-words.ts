import type { EpochMs } from '../../domain/planning/plan.ts';
import { Temporal } from '../../domain/time.ts';

const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

/** An instant as a person at the facility would say it: `Mon 2026-11-23 09:00`. */
export function wallTimeInWords(at: EpochMs, zone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  const day = days[local.dayOfWeek - 1] ?? '';
  return `${day} ${local.toPlainDate().toString()} ${local.toPlainTime().toString({ smallestUnit: 'minute' })}`;
}
