import type { EpochMs } from '../planning/plan.ts';

/** The day of a visit at its facility: `Tuesday, December 1`, `martes, 1 de diciembre`. */
export function visitDate(at: EpochMs, zone: string, language: string): string {
  return words(at, zone, language, { weekday: 'long', month: 'long', day: 'numeric' });
}

/** The time of a visit at its facility: `9:00 AM`, `9:00 a.m.`. */
export function visitTime(at: EpochMs, zone: string, language: string): string {
  return words(at, zone, language, { hour: 'numeric', minute: '2-digit' });
}

function words(at: EpochMs, zone: string, language: string, format: Intl.DateTimeFormatOptions): string {
  const locale = language === 'es' ? 'es-US' : 'en-US';
  const text = new Intl.DateTimeFormat(locale, { ...format, timeZone: zone }).format(at);
  // Some versions of ICU put a narrow no-break space before "PM", which is not in GSM-7 and would treble a text's price.
  return text.replace(/\s/g, ' ');
}
