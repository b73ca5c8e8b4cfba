import Holidays from 'date-holidays';
import { Fault } from '../fault.ts';
import { DAY_MS } from '../zone-clock.ts';
import type { ClosureShape } from './closure-problems.ts';

/**
 * The public and bank holidays of a country, and of its state where one is named, in a year, by their first day; where one falls on a
 * weekend and another day is free in its place, both. The rules are those of the package date-holidays, and staff decide which to keep.
 * @throws {Fault} `bad_input` where there is no such country or state.
 */
export function publicHolidays(region: string, year: number): ClosureShape[] {
  const [country = '', state] = region.split('-');
  const problem = regionProblem(region);
  if (problem !== null) throw new Fault('bad_input', problem);
  const known = state === undefined ? new Holidays(country) : new Holidays(country, state);
  return known
    .getHolidays(year, 'en')
    .filter(({ type }) => type === 'public' || type === 'bank')
    .map(({ name, date, start, end }) => {
      const from = date.slice(0, 10);
      // A half day, such as one that begins at sunset, is counted as the day that it begins on.
      const days = Math.max(1, Math.round((end.getTime() - start.getTime()) / DAY_MS));
      const to = new Date(Date.parse(from) + (days - 1) * DAY_MS).toISOString().slice(0, 10);
      return { type: 'holiday' as const, name, from, to };
    })
    .sort((one, other) => (one.from < other.from ? -1 : 1));
}

/** Why no holidays are known of a region (`US-VA`), as a sentence; null where there are. */
export function regionProblem(region: string): string | null {
  const [country = '', state] = region.split('-');
  const rules = new Holidays();
  if (!Object.hasOwn(rules.getCountries(), country)) {
    return 'No holidays are known of this country: write its ISO code, such as "US" or "US-VA".';
  }
  return state === undefined || hasState(rules, country, state)
    ? null
    : 'No holidays are known of this state: write its ISO code, such as "US-VA", or the country alone.';
}

function hasState(rules: Holidays, country: string, state: string): boolean {
  // A country without states has no list, whatever the package's types say.
  const states: unknown = rules.getStates(country);
  return typeof states === 'object' && states !== null && Object.hasOwn(states, state);
}

/** The country and state that an address ends with, as American ones do: `US-VA` of `1 Main Street, Norfolk, VA 23510`; else `US`. */
export function regionOf(address: string): string {
  const state = /,\s*(?<state>[A-Z]{2})(?:\s+\d{5}(?:-\d{4})?)?(?:,?\s+USA?)?\s*$/.exec(address)?.groups?.['state'];
  return state !== undefined && hasState(new Holidays(), 'US', state) ? `US-${state}` : 'US';
}
