import { DAY_MS, dayOf, zoneClock } from '../../domain/zone-clock.ts';

/**
 * When a file was written out by the stamp in its name, `_20261123` or `_202611230200`, on the practice's clocks. A stamp that tells
 * only the day is made more exact by the file's last change, where that lies on that day: so a second export of a day is the newer
 * one. Without a stamp, or with one that is no date, the last change is all there is.
 */
export function exportTimeOf(name: string, changedAt: number, zone: string): number {
  const stamp = /_(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2}))?(?!\d)/.exec(name);
  if (stamp === null) return changedAt;
  const parts = stamp.slice(1) as (string | undefined)[];
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = parts.map((digits) => Number(digits ?? 0));
  const wall = Date.UTC(year, month - 1, day, hour, minute);
  const isDate = new Date(wall).getUTCMonth() === month - 1 && dayOf(wall) * DAY_MS === Date.UTC(year, month - 1, day);
  if (!isDate || hour > 23 || minute > 59) return changedAt;
  const clock = zoneClock(zone);
  const tellsOnlyTheDay = parts[3] === undefined;
  return tellsOnlyTheDay && dayOf(clock.wallAt(changedAt)) === dayOf(wall) ? changedAt : clock.instantOf(wall);
}
