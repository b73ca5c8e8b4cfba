import { Temporal } from '../time.ts';

/** A date as a person enters it in three fields, as `YYYY-MM-DD`; null where it is no day of the calendar in four digits of year. */
export function birthDateOf(entered: { month: string; day: string; year: string }): string | null {
  const [month, day, year] = [entered.month, entered.day, entered.year].map((text) => text.trim());
  if (month === undefined || day === undefined || year === undefined) return null;
  if (!/^\d{1,2}$/.test(month) || !/^\d{1,2}$/.test(day) || !/^\d{4}$/.test(year)) return null;
  try {
    const date = { year: Number(year), month: Number(month), day: Number(day) };
    return Temporal.PlainDate.from(date, { overflow: 'reject' }).toString();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
