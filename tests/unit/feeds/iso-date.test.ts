import { expect, test } from 'vitest';
import { isoDate, isoWallTime, type DateFormat } from '../../../feeds/csv/iso-date.ts';

test.each<[DateFormat, string, string]>([
  ['YYYY-MM-DD', '1984-05-17', '1984-05-17'],
  ['MM/DD/YYYY', '5/7/1984', '1984-05-07'],
  ['DD/MM/YYYY', '05/07/1984', '1984-07-05'],
  ['DD.MM.YYYY', '17.5.1984', '1984-05-17'],
  ['YYYYMMDD', '19840517', '1984-05-17'],
])('%s: %s is %s', (format, text, iso) => {
  expect(isoDate(text, format)).toBe(iso);
});

test.each<[DateFormat, string, string]>([
  ['YYYY-MM-DD', '2026-11-24T10:00', '2026-11-24T10:00'],
  ['YYYY-MM-DD', '2026-11-24 10:00:30', '2026-11-24T10:00'],
  ['MM/DD/YYYY', '11/24/2026 9:05', '2026-11-24T09:05'],
  ['MM/DD/YYYY', '11/24/2026 12:30 AM', '2026-11-24T00:30'],
  ['MM/DD/YYYY', '11/24/2026  12:30 pm', '2026-11-24T12:30'],
  ['YYYYMMDD', '20261124T1:15PM', '2026-11-24T13:15'],
])('%s: %s is %s', (format, text, iso) => {
  expect(isoWallTime(text, format)).toBe(iso);
});

test.each(['', 'tomorrow', '13:00', '2026-11-24', '2026-11-24T10:00Z', '2026-11-24T13:00 PM', '2026-11-24T0:30 AM'])(
  'what is not in the format stays as it is, for the check to name: %j',
  (text) => {
    expect(isoWallTime(text, 'YYYY-MM-DD')).toBe(text);
  },
);

test('a date in another format stays as it is: 03/04 is two days', () => {
  expect(isoDate('03/04/2026', 'YYYY-MM-DD')).toBe('03/04/2026');
});
