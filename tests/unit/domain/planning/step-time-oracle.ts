import type { LoneStepTime } from '../../../../domain/planning/lone-step-time.ts';
import type { Weekday, WindowsByWeekday } from '../../../../domain/planning/weekly-window.ts';
import { Temporal } from '../../../../domain/time.ts';

/** One step of one visit, all in words. */
export interface StepCase {
  readonly zone: string;
  readonly windowZone: string;
  readonly visit: string;
  readonly offset: string;
  readonly mode: 'exact' | 'earliest';
  readonly window: readonly [from: string, to: string];
  /** What weekdays have in its place; on one with null nothing goes. */
  readonly weekdays: WindowsByWeekday;
  readonly openDays: readonly number[];
  readonly closures: readonly string[];
  /** Minutes before the visit that a reminder is of no more use. */
  readonly leadMinutes: number;
  /** Minutes from the visit to now; null: no matter. */
  readonly nowMinutes: number | null;
}

/** No case below shuts more days in a row, so a search that goes further has found nothing. */
const SEARCH_MINUTES = 22 * 24 * 60;

/**
 * The rules of the send time said once more in another way: the calendar library for every conversion, and for the nearest
 * allowed time a walk away from the target, minute by minute. Slow, and easy to see through.
 */
export function expectedTime(step: StepCase): Pick<LoneStepTime, 'at' | 'withheld'> {
  const visit = Temporal.PlainDateTime.from(step.visit).toZonedDateTime(step.zone);
  const visitAt = visit.epochMilliseconds;
  const duration = Temporal.Duration.from(step.offset);
  const after = duration.sign > 0;
  const usefulUntil = after ? Infinity : visitAt - step.leadMinutes * 60_000;
  const now = step.nowMinutes === null ? -Infinity : visitAt + step.nowMinutes * 60_000;

  let target = visit.add(duration);
  if (!isOpen(target.toPlainDate(), step)) {
    let date = target.toPlainDate();
    while (!isOpen(date, step)) date = date.add({ days: after ? 1 : -1 });
    target = date.toZonedDateTime({ timeZone: step.zone, plainTime: target.toPlainTime() });
  }
  if (step.mode === 'earliest') {
    const date = target.withTimeZone(step.windowZone).toPlainDate();
    target = date.toZonedDateTime({ timeZone: step.windowZone, plainTime: windowOf(date.dayOfWeek, step)[0] });
  }

  const allowed = allowedMinutes(step);
  const nearest = (from: number, lowest: number): number | null => {
    for (let away = 0; away <= SEARCH_MINUTES * 60_000; away += 60_000) {
      for (const at of [from - away, from + away]) {
        if (at >= lowest && at <= usefulUntil && allowed(at)) return at;
      }
    }
    return null;
  };
  const lowest = after ? visitAt : -Infinity;
  const ever = nearest(target.epochMilliseconds, lowest);
  if (ever !== null && ever >= now) return { at: ever, withheld: null };
  if (target.epochMilliseconds >= now) {
    const fromNow = nearest(target.epochMilliseconds, Math.max(now, lowest));
    if (fromNow !== null) return { at: fromNow, withheld: null };
  }
  if (!after && now >= visitAt) return { at: null, withheld: 'started' };
  const late = visitAt - now >= 2 * 60 * 60_000 && now !== -Infinity ? nearest(now, now) : null;
  return late === null ? { at: null, withheld: 'too_late' } : { at: late, withheld: null };
}

/** Whether a message may go at an instant, by the clocks on the wall. */
export function mayGoAt(at: number, step: StepCase): boolean {
  const instant = Temporal.Instant.fromEpochMilliseconds(at);
  const wall = instant.toZonedDateTimeISO(step.windowZone);
  const time = wall.toPlainTime().toString().slice(0, 5);
  const [from, to] = windowOf(wall.dayOfWeek, step);
  if (time < from || time > to) return false;
  return isOpen(instant.toZonedDateTimeISO(step.zone).toPlainDate(), step);
}

function isOpen(date: Temporal.PlainDate, step: StepCase): boolean {
  if (step.weekdays[String(date.dayOfWeek) as Weekday] === null) return false;
  return step.openDays.includes(date.dayOfWeek) && !step.closures.includes(date.toString());
}

function windowOf(dayOfWeek: number, { weekdays, window }: StepCase): readonly [from: string, to: string] {
  return weekdays[String(dayOfWeek) as Weekday] ?? window;
}

/** `mayGoAt`, quick enough to walk weeks: the library is asked once for each quarter of an hour and each day. */
function allowedMinutes(step: StepCase): (at: number) => boolean {
  const hour = 60 * 60_000;
  const offsets = new Map<string, number>();
  const wallOf = (at: number, zone: string): number => {
    // No zone changes its offset but on a quarter of an hour.
    const key = `${zone} ${Math.floor(at / (hour / 4))}`;
    let offset = offsets.get(key);
    if (offset === undefined) {
      offset = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).offsetNanoseconds / 1e6;
      offsets.set(key, offset);
    }
    return at + offset;
  };
  const known = new Map<number, boolean>();
  const open = (day: number): boolean => {
    let is = known.get(day);
    if (is === undefined) {
      const date = Temporal.Instant.fromEpochMilliseconds(day * 24 * hour)
        .toZonedDateTimeISO('UTC')
        .toPlainDate();
      is = isOpen(date, step);
      known.set(day, is);
    }
    return is;
  };
  const windows = [1, 2, 3, 4, 5, 6, 7].map((dayOfWeek) =>
    windowOf(dayOfWeek, step).map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))),
  );
  return (at) => {
    const wall = wallOf(at, step.windowZone);
    // 1970-01-01 was a Thursday.
    const [from = 0, to = 0] = windows[(Math.floor(wall / (24 * hour)) + 3) % 7] ?? [];
    const minute = Math.floor((wall % (24 * hour)) / 60_000);
    return minute >= from && minute <= to && open(Math.floor(wallOf(at, step.zone) / (24 * hour)));
  };
}
