import { zoneClock } from '../../domain/zone-clock.ts';

/**
 * When a file was written out by the stamp in its name, `_20261123` or `_202611230200`, on the practice's clocks. Null where the
 * name bears none, or one that is no date.
 */
export function exportTimeOf(name: string, zone: string): number | null {
  const stamp = /_(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2}))?(?!\d)/.exec(name);
  if (stamp === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = (stamp.slice(1) as (string | undefined)[]).map(
    (digits) => Number(digits ?? 0),
  );
  const wall = new Date(Date.UTC(year, month - 1, day, hour, minute));
  const isDate = wall.getUTCMonth() === month - 1 && wall.getUTCDate() === day && hour < 24 && minute < 60;
  return isDate ? zoneClock(zone).instantOf(wall.getTime()) : null;
}
