import { describe, expect, test } from 'vitest';
import { closureProblems } from '../../../../domain/settings/closure-problems.ts';
import { publicHolidays, regionOf } from '../../../../domain/settings/public-holidays.ts';

const named = (region: string, year: number) => publicHolidays(region, year).map(({ from, name }) => `${from} ${name}`);

test('the holidays of a country, and of a state beside them, are closures that can be saved', () => {
  expect(named('US', 2026)).toContain('2026-12-25 Christmas Day');
  // What falls on a Saturday, and the Friday that is free for it.
  expect(named('US', 2026)).toEqual(
    expect.arrayContaining(['2026-07-03 Independence Day (substitute day)', '2026-07-04 Independence Day']),
  );
  expect(named('US-VA', 2026)).toContain('2026-11-03 Election Day');
  expect(named('US', 2026)).not.toContain('2026-11-03 Election Day');
  expect(publicHolidays('US-VA', 2026).flatMap(closureProblems)).toEqual([]);
});

test('days on which nobody is off are none', () => {
  expect(named('US-VA', 2026).join()).not.toMatch(/Valentine|Halloween|Tax Day/);
});

test('holidays of several days have their last', () => {
  const spring = publicHolidays('CN', 2026).filter(({ from, to }) => to > from);
  expect(spring.flatMap(closureProblems)).toEqual([]);
});

describe('an address', () => {
  test.each([
    ['1 Main Street, Norfolk, VA', 'US-VA'],
    ['20 West End Avenue, Nashville, TN 37203-1234', 'US-TN'],
    ['5 Road, Reno, NV 89501, USA', 'US-NV'],
    ['1 Main Street, Norfolk, XX 12345', 'US'],
    ['Suite VA, somewhere', 'US'],
    ['', 'US'],
  ])('%s is in %s', (address, region) => {
    expect(regionOf(address)).toBe(region);
  });
});

test.each(['XX', 'VA-1', 'US-XX', 'US-TOSTRING', 'US-1'])('%s is no place, which is said with what to do', (region) => {
  expect(() => publicHolidays(region, 2026)).toThrow(/write its ISO code/);
});
