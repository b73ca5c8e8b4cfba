import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calendarFile } from '../../../../channels/sendgrid/calendar-file.ts';

const stamp = Date.UTC(2026, 10, 23, 12);
const event = {
  uid: 'visit-1@kept',
  startsAt: Date.UTC(2026, 11, 1, 14),
  endsAt: Date.UTC(2026, 11, 1, 14, 30),
  summary: 'Clínica; Harbor',
  location: 'Main, 1 Harbor Road',
};

test('a visit as a calendar takes it in', () => {
  expect(calendarFile(event, stamp).split('\r\n')).toEqual([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Kept//Kept//EN',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    'UID:visit-1@kept',
    `SEQUENCE:${String(stamp / 1000)}`,
    'DTSTAMP:20261123T120000Z',
    'DTSTART:20261201T140000Z',
    'DTEND:20261201T143000Z',
    'SUMMARY:Clínica\\; Harbor',
    'LOCATION:Main\\, 1 Harbor Road',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ]);
});

/** RFC 5545, 3.1 and 3.3.11, read back: lines unfolded, values unescaped. */
function valueOf(name: string, file: string): string {
  const unfolded = file.replaceAll(/\r\n[ \t]/g, '').split('\r\n');
  const line = unfolded.find((one) => one.startsWith(`${name}:`)) ?? '';
  return line
    .slice(name.length + 1)
    .replace(/\\([\\;,nN])/g, (_, escaped: string) => (/n/i.test(escaped) ? '\n' : escaped));
}

test('any words come back as they were, and no line is longer than 75 bytes', () => {
  const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }).filter((text) => !/[\p{C}]/u.test(text));
  fc.assert(
    fc.property(words, words, (summary, location) => {
      const file = calendarFile({ ...event, summary, location: `x${location}` }, stamp);
      expect(valueOf('SUMMARY', file)).toBe(summary);
      expect(valueOf('LOCATION', file)).toBe(`x${location}`);
      for (const line of file.split('\r\n')) {
        expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
        // Not in the middle of a character: what is cut there is no UTF-8 any more.
        expect(line).not.toMatch(/\p{Surrogate}/u);
      }
    }),
  );
});

test('what may not stand in a calendar is a blank, and adds no line', () => {
  const file = calendarFile({ ...event, summary: 'Harbor\r\nEND:VEVENT\u0007 \ud800' }, stamp);
  expect(file.match(/END:VEVENT\r\n/g)).toHaveLength(1);
  expect(valueOf('SUMMARY', file)).toBe('Harbor \nEND:VEVENT  \ufffd');
});
