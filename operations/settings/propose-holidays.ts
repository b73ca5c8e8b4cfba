import { findClosuresSince, type ClosureOfPractice } from '../../db/closures.ts';
import type { PracticeTransaction } from '../../db/database.ts';
import { findFacilitiesOwnSettings, findPracticeSettings } from '../../db/settings.ts';
import { findStaffFacilities } from '../../db/staff-facilities.ts';
import { Fault } from '../../domain/fault.ts';
import { withOwn } from '../../domain/settings/effective-settings.ts';
import { overlapping, type ClosureShape } from '../../domain/settings/closure-problems.ts';

/** Holidays that a place may want to close on. */
export interface ProposedHolidays {
  /** The facility that they are for; null: the whole practice. */
  readonly facilityId: string | null;
  /** The country and state that they are of: `US-VA`. */
  readonly region: string;
  /** By their first day, each with the holiday there that covers one of its days already; null where none does. */
  readonly holidays: readonly (ClosureShape & { readonly present: ClosureOfPractice | null })[];
}

/**
 * The public holidays of a year where a facility is, which `holiday_region` or else its address tells, unless a region is named; without a
 * facility the practice's, else the country's. Nothing is written: staff accept what they want by a change of closures. Throws `not_found`, `bad_input`.
 */
export async function proposeHolidays(
  tx: PracticeTransaction,
  asked: { readonly year: number; readonly facility: string | null; readonly region: string | null },
): Promise<ProposedHolidays> {
  const { year, facility } = asked;
  const place =
    facility === null
      ? null
      : (await findStaffFacilities(tx)).find(({ id, externalId }) => id === facility || externalId === facility);
  if (place === undefined) throw new Fault('not_found', 'The practice has no facility of this id.');
  // A tenth of a second and some megabytes that nothing else needs.
  const { publicHolidays, regionOf } = await import('../../domain/settings/public-holidays.ts');
  const region = asked.region ?? (await regionSet(tx, place?.id ?? null)) ?? regionOf(place?.address ?? '');
  const holidays = publicHolidays(region, year);
  const present = await findClosuresSince(tx, `${String(year)}-01-01`);
  const facilityId = place?.id ?? null;
  return {
    facilityId,
    region,
    holidays: holidays.map((holiday) => ({
      ...holiday,
      present: overlapping({ ...holiday, id: '', facilityId }, present) ?? null,
    })),
  };
}

/** The region that is set for the facility, else for the practice; null where none is. */
async function regionSet(tx: PracticeTransaction, facilityId: string | null): Promise<string | null> {
  const practice = await findPracticeSettings(tx);
  const facility = (await findFacilitiesOwnSettings(tx)).find(({ id }) => id === facilityId);
  return withOwn(practice, facility?.own ?? {}).holiday_region;
}
