import Type, { type Static } from 'typebox';
import { DAY_MS } from '../zone-clock.ts';

/** A closure as staff write it. A description completes the sentence "this must be …". */
export const ClosureShape = Type.Object(
  {
    type: Type.Enum(['holiday', 'vacation'], { description: '"holiday" or "vacation"' }),
    name: Type.String({ minLength: 1, maxLength: 200, description: 'a name, not empty' }),
    from: Type.String({ pattern: '^[12]\\d{3}-\\d{2}-\\d{2}$', description: 'a day, such as "2026-12-25"' }),
    to: Type.String({ pattern: '^[12]\\d{3}-\\d{2}-\\d{2}$', description: 'a day, such as "2026-12-25"' }),
  },
  { additionalProperties: false },
);
export type ClosureShape = Static<typeof ClosureShape>;

/** The longest that a place is closed in one go; a longer span is a typing error. */
const longestDays = 366;

/** What is wrong with the days of a closure, as sentences. */
export function closureProblems({ from, to }: ClosureShape): string[] {
  for (const day of [from, to]) {
    if (!isDay(day)) return ['Its days must be days of the calendar, such as "2026-12-25".'];
  }
  if (to < from) return ['Its last day (to) must not be before its first (from).'];
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
  return days > longestDays ? [`It must be ${String(longestDays)} days at most: check the years.`] : [];
}

interface PlacedClosure extends ClosureShape {
  readonly id: string;
  readonly facilityId: string | null;
}

/**
 * The closure of the same type that this one overlaps at some facility; undefined where there is none. A holiday within a vacation is
 * none: on it messages move, in the rest of the vacation they keep their days.
 */
export function overlapping(closure: PlacedClosure, all: readonly PlacedClosure[]): PlacedClosure | undefined {
  return all.find(
    (other) =>
      other.id !== closure.id &&
      other.type === closure.type &&
      (other.facilityId === null || closure.facilityId === null || other.facilityId === closure.facilityId) &&
      other.from <= closure.to &&
      closure.from <= other.to,
  );
}

function isDay(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}
