import { Fault } from '../fault.ts';
import { DAY_MS, dayOf, MINUTE_MS, zoneClock, type DayNumber, type Interval, type ZoneClock } from '../zone-clock.ts';
import { isOpenDay, isoWeekday, SEARCH_DAYS, type OpenDays } from './open-days.ts';
import type { EpochMs } from './plan.ts';
import type { DailyWindow, Weekday, WindowsByWeekday } from './weekly-window.ts';

/** The first and the last minute of the day that are inside, counted from midnight. */
export interface MinuteWindow {
  readonly from: number;
  readonly to: number;
}

/** Windows by weekday; a day that is not named has the usual one. */
export type MinuteWindows = Readonly<Partial<Record<Weekday, MinuteWindow>>>;

/** When a message may go: on the facility's open days, inside the channel's window. */
export interface DeliveryHours extends OpenDays {
  /** The facility's zone: open days and closures are days of it. */
  readonly zone: string;
  /** Null: no time of day is shut. */
  readonly window: MinuteWindow | null;
  /** What weekdays of the window's zone have in its place. */
  readonly weekdays?: MinuteWindows;
  /** The zone that the window's times are read in. */
  readonly windowZone: string;
}

/** A time is useful from the first to the last of these, both included. */
export interface UsefulTime {
  readonly from: EpochMs;
  readonly until: EpochMs;
}

/** Reads a window; null is none. Throws `bad_input`, saying how one is written. */
export function readWindow(window: DailyWindow | null): MinuteWindow | null {
  if (window === null) return null;
  const [from, to] = [minuteOfDay(window.from), minuteOfDay(window.to)];
  if (from > to) throw new Fault('bad_input', 'The window ends before it opens: give the earlier time first.');
  return { from, to };
}

/** Reads the windows that weekdays have of their own; a day on which nothing goes has none, and is no open day. Throws as `readWindow`. */
export function readWindows(byWeekday: WindowsByWeekday): MinuteWindows {
  const windows: Partial<Record<Weekday, MinuteWindow>> = {};
  for (const [weekday, times] of Object.entries(byWeekday) as [Weekday, WindowsByWeekday[Weekday]][]) {
    const window = times == null ? null : readWindow({ from: times[0], to: times[1] });
    if (window !== null) windows[weekday] = window;
  }
  return windows;
}

/** The window on a day of its zone; null: no time of it is shut. */
export function windowOn(
  day: DayNumber,
  { window, weekdays }: Pick<DeliveryHours, 'window' | 'weekdays'>,
): MinuteWindow | null {
  return weekdays?.[String(isoWeekday(day)) as Weekday] ?? window;
}

/**
 * The hours of texts and calls: the window of the settings within those that the law leaves. The last minute before 21:00 is the
 * last one of them, because a window's last minute is inside to its end.
 * @see TCPA, 47 CFR 64.1200(c)(1): nothing before 8:00 and nothing after 21:00 where the patient is.
 */
export function withinLaw(window: MinuteWindow | null): MinuteWindow {
  const lawful = (minute: number): number => Math.min(Math.max(minute, 8 * 60), 21 * 60 - 1);
  return { from: lawful(window?.from ?? 0), to: lawful(window?.to ?? 24 * 60) };
}

/** Whether a message may go at this very time. The whole minute that the window ends with is still inside. */
export function isAllowed(at: EpochMs, hours: DeliveryHours): boolean {
  const wall = zoneClock(hours.windowZone).wallAt(at);
  const { from, to } = windowOn(dayOf(wall), hours) ?? wholeDay;
  const minute = Math.floor((wall - dayOf(wall) * DAY_MS) / MINUTE_MS);
  if (minute < from || minute > to) return false;
  return isOpenDay(dayOf(zoneClock(hours.zone).wallAt(at)), hours);
}

/**
 * The allowed and useful time that is nearest to `target` by elapsed time, the earlier one on a tie; null where there is none.
 * A message that moves to an earlier time goes at a whole minute.
 */
export function nearestAllowed(target: EpochMs, useful: UsefulTime, hours: DeliveryHours): EpochMs | null {
  if (target >= useful.from && target <= useful.until && isAllowed(target, hours)) return target;
  const earlier = lastAllowed({ from: useful.from, until: Math.min(target, useful.until) }, hours);
  const later = firstAllowed({ from: Math.max(target, useful.from), until: useful.until }, hours);
  if (earlier === null || later === null) return earlier ?? later;
  return target - earlier <= later - target ? earlier : later;
}

/** The stretch of time around `at` in which messages may go, its end left out; null where they may not. */
export function allowedAround(at: EpochMs, hours: DeliveryHours): Interval | null {
  const clock = zoneClock(hours.windowZone);
  const parts = allowedOn(dayOf(clock.wallAt(at)), clock, hours);
  return parts.find(({ from, until }) => from <= at && at < until) ?? null;
}

function firstAllowed(useful: UsefulTime, hours: DeliveryHours): EpochMs | null {
  if (useful.from > useful.until) return null;
  const clock = zoneClock(hours.windowZone);
  const firstDay = dayOf(clock.wallAt(useful.from));
  for (let day = firstDay; day <= firstDay + SEARCH_DAYS; day += 1) {
    for (const part of allowedOn(day, clock, hours)) {
      if (part.from > useful.until) return null;
      if (part.until > useful.from) return Math.max(part.from, useful.from);
    }
  }
  return null;
}

function lastAllowed(useful: UsefulTime, hours: DeliveryHours): EpochMs | null {
  if (useful.from > useful.until) return null;
  const clock = zoneClock(hours.windowZone);
  const lastDay = dayOf(clock.wallAt(useful.until));
  for (let day = lastDay; day >= lastDay - SEARCH_DAYS; day -= 1) {
    for (const part of allowedOn(day, clock, hours).reverse()) {
      if (part.until <= useful.from) return null;
      if (part.from > useful.until) continue;
      const last = Math.min(part.until - 1, useful.until);
      return Math.max(Math.floor(last / MINUTE_MS) * MINUTE_MS, part.from, useful.from);
    }
  }
  return null;
}

/** The parts of the window on one day of its zone that fall on open days of the facility, in order of time. */
function allowedOn(day: DayNumber, windowClock: ZoneClock, hours: DeliveryHours): Interval[] {
  const { from, to } = windowOn(day, hours) ?? wholeDay;
  const start = day * DAY_MS;
  const parts = windowClock.intervals(start + from * MINUTE_MS, start + (to + 1) * MINUTE_MS);
  if (hours.windowZone === hours.zone) return isOpenDay(day, hours) ? parts : [];
  return parts.flatMap((part) => openParts(part, hours));
}

/** An interval cut to the facility's open days. */
function openParts(interval: Interval, hours: DeliveryHours): Interval[] {
  const clock = zoneClock(hours.zone);
  const lastDay = dayOf(clock.wallAt(interval.until - 1));
  const parts: Interval[] = [];
  for (let day = dayOf(clock.wallAt(interval.from)); day <= lastDay; day += 1) {
    if (!isOpenDay(day, hours)) continue;
    for (const open of clock.intervals(day * DAY_MS, (day + 1) * DAY_MS)) {
      const part = { from: Math.max(open.from, interval.from), until: Math.min(open.until, interval.until) };
      if (part.from < part.until) parts.push(part);
    }
  }
  return parts;
}

const wholeDay: MinuteWindow = { from: 0, to: 24 * 60 - 1 };

function minuteOfDay(text: string): number {
  const [, hour, minute] = /^([01]\d|2[0-3]):([0-5]\d)(?::00)?$/.exec(text) ?? [];
  if (hour === undefined || minute === undefined) {
    throw new Fault('bad_input', "The window's times are written as HH:MM, from 00:00 to 23:59.");
  }
  return Number(hour) * 60 + Number(minute);
}
