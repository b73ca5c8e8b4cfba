import { findBacklog, type Backlog } from '../../db/overdue-recalls.ts';
import type { PracticeTransaction } from '../../db/database.ts';
import { findStaffFacilities } from '../../db/staff-facilities.ts';
import { groupBy } from '../../domain/group-by.ts';
import { overdueADay } from '../../domain/planning/backlog.ts';
import { zoneClock } from '../../domain/zone-clock.ts';
import { giveOverdueDays } from './give-overdue-days.ts';

/** The overdue recalls of one facility, and on how many days they begin. */
interface FacilityBacklog {
  readonly facilityId: string;
  readonly name: string;
  readonly overdueRecalls: number;
  readonly days: number;
  /** The day on which the last of them begin, as `YYYY-MM-DD` at the facility. */
  readonly lastDay: string;
}

/** What a practice that goes live finds waiting, and how it goes out. */
export interface WaitingBacklog extends Backlog {
  /** How many overdue recalls begin on one day at a facility. */
  readonly recallsADay: number;
  /** By name; those where recalls are overdue. */
  readonly facilities: readonly FacilityBacklog[];
}

/**
 * Gives overdue recalls their days as going live does, and says what comes of the backlog. For a transaction in which the practice is live
 * already and that is undone afterwards. `recallIds`: those that begin.
 */
export async function beginBacklog(
  tx: PracticeTransaction,
): Promise<{ readonly backlog: WaitingBacklog; readonly recallIds: readonly string[] }> {
  const begins = await giveOverdueDays(tx);
  const byFacility = groupBy(begins, ({ facilityId }) => facilityId);
  const facilities = (await findStaffFacilities(tx)).flatMap(({ id, name, timeZone }): FacilityBacklog[] => {
    const ofFacility = byFacility.get(id) ?? [];
    const days = ofFacility.map(({ at }) => new Date(zoneClock(timeZone).wallAt(at)).toISOString().slice(0, 10)).sort();
    const lastDay = days.at(-1);
    if (lastDay === undefined) return [];
    return [{ facilityId: id, name, overdueRecalls: days.length, days: new Set(days).size, lastDay }];
  });
  return {
    backlog: {
      ...(await findBacklog(tx)),
      overdueRecalls: begins.length,
      recallsADay: overdueADay,
      facilities,
    },
    recallIds: begins.map(({ id }) => id),
  };
}
