import { expect, test } from 'vitest';
import { birthDateOf } from '../../../../domain/answers/birth-date.ts';

test.each([
  ['4', '23', '1975', '1975-04-23'],
  [' 04 ', '3', '1975', '1975-04-03'],
  ['2', '29', '2000', '2000-02-29'],
  ['2', '29', '2001', null],
  ['13', '1', '1975', null],
  ['0', '1', '1975', null],
  ['4', '31', '1975', null],
  ['4', '23', '75', null],
  ['4', '23', '01975', null],
  ['abril', '23', '1975', null],
  ['4', '-3', '1975', null],
  ['', '', '', null],
])('month %s, day %s, year %s: %s', (month, day, year, date) => {
  expect(birthDateOf({ month, day, year })).toBe(date);
});
