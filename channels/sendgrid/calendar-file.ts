import ical, { ICalCalendarMethod } from 'ical-generator';
import type { EpochMs } from '../../domain/planning/plan.ts';
import type { CalendarEvent } from '../channel.ts';

/**
 * A visit as a calendar takes it in (RFC 5545). The same `uid` again replaces what is there. Nothing but the name and the place that
 * messages use stands in it: calendars are often seen by others. `stamp` is when the mail was written.
 */
export function calendarFile(event: CalendarEvent, stamp: EpochMs): string {
  const calendar = ical({
    prodId: { company: 'Kept', product: 'Kept', language: 'EN' },
    method: ICalCalendarMethod.PUBLISH,
  });
  calendar.createEvent({
    id: event.uid,
    // Of two files with one uid the later one counts.
    sequence: Math.floor(stamp / 1000),
    stamp: new Date(stamp),
    start: new Date(event.startsAt),
    end: new Date(event.endsAt),
    summary: printable(event.summary),
    location: printable(event.location),
  });
  return `${calendar.toString().trimEnd()}\r\n`;
}

/** Control characters may not stand in a calendar's text, and half a character in no text at all. */
function printable(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/\p{Surrogate}/gu, '\ufffd').replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, ' ');
}
