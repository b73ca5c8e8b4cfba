/** The forms that a vendor may write dates in. They cannot be guessed: 03/04 is two days. */
export const dateFormats = ['YYYY-MM-DD', 'MM/DD/YYYY', 'DD/MM/YYYY', 'DD.MM.YYYY', 'YYYYMMDD'] as const;

export type DateFormat = (typeof dateFormats)[number];

const patterns: Readonly<Record<DateFormat, RegExp>> = {
  'YYYY-MM-DD': /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})$/,
  'MM/DD/YYYY': /^(?<month>\d{1,2})\/(?<day>\d{1,2})\/(?<year>\d{4})$/,
  'DD/MM/YYYY': /^(?<day>\d{1,2})\/(?<month>\d{1,2})\/(?<year>\d{4})$/,
  'DD.MM.YYYY': /^(?<day>\d{1,2})\.(?<month>\d{1,2})\.(?<year>\d{4})$/,
  YYYYMMDD: /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})$/,
};

/** The date as `YYYY-MM-DD`; what is not in the format stays as it is, for the check to name. */
export function isoDate(text: string, format: DateFormat): string {
  const { year, month, day } = patterns[format].exec(text)?.groups ?? {};
  if (year === undefined || month === undefined || day === undefined) return text;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/**
 * A wall time as `YYYY-MM-DDTHH:MM`: a date in the format, then a T or spaces, then 24 hours or 12 with AM or PM, seconds cut off.
 * What is not in the format stays as it is, for the check to name.
 */
export function isoWallTime(text: string, format: DateFormat): string {
  const parts = /^(\S+?)(?:T|\s+)(\d{1,2}):(\d{2})(?::\d{2})?\s*([AP]M)?$/i.exec(text);
  if (parts === null) return text;
  const [, date = '', hours = '', minutes = '', half] = parts;
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (half.toUpperCase() === 'PM' ? 12 : 0);
  if (half !== undefined && (Number(hours) < 1 || Number(hours) > 12)) return text;
  return `${isoDate(date, format)}T${String(hour).padStart(2, '0')}:${minutes}`;
}
