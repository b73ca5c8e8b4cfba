/** Weekdays by number, Monday first. */
export const weekdays = ['1', '2', '3', '4', '5', '6', '7'] as const;

export type Weekday = (typeof weekdays)[number];

/** Earliest and latest wall time of a day, both included, as `HH:MM`. */
export interface DailyWindow {
  readonly from: string;
  readonly to: string;
}

/** What weekdays have in place of the usual window: earliest and latest wall time, both included, or null where nothing goes. */
export type WindowsByWeekday = Readonly<Partial<Record<Weekday, readonly [from: string, to: string] | null>>>;

/** A channel's window, and the weekdays that have another or none. */
export interface WeeklyWindow extends DailyWindow {
  readonly weekdays?: WindowsByWeekday;
}

/** The open days (ISO weekdays, Monday = 1) that these windows leave a channel. */
export function openDaysOf(own: WindowsByWeekday, openDays: readonly number[]): readonly number[] {
  return openDays.filter((day) => own[String(day) as Weekday] !== null);
}
