import type { PracticeTransaction } from '../../db/database.ts';
import { findRecallBookings, writeRecallBookings } from '../../db/recall-bookings.ts';
import { byKey, refuseIfAny, type AppliedChange, type ChangeRequest } from './change-request.ts';

/**
 * Lets a visit of one of these types (the PMS's ids) book recalls of a type (the PMS's word, in whatever case); null: only the visit that
 * the PMS names for a recall books it. Throws `bad_input` where the types are no list of ids.
 */
export async function applyRecallBookings(
  tx: PracticeTransaction,
  { values }: Pick<ChangeRequest, 'values'>,
): Promise<AppliedChange> {
  const errors = Object.entries(values)
    .filter(([type, value]) => type.trim() === '' || !(value === null || isListOfIds(value)))
    .map(([path]) => ({
      path,
      message:
        'Must be the PMS’s word for a recall, with a list of ids of appointment types, such as ["CLN"], or null for none.',
    }));
  refuseIfAny('bookings', errors);

  const present = new Map((await findRecallBookings(tx)).recalls.map(({ type, bookedBy }) => [type, bookedBy]));
  const differing = Object.entries(values as Readonly<Record<string, readonly string[] | null>>)
    .map(([asked, ids]) => {
      const type = asked.trim().toLowerCase();
      return { key: type, before: orNone(present.get(type) ?? []), after: orNone(ids ?? []) };
    })
    .filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after));
  for (const { key: type, after } of differing) await writeRecallBookings(tx, type, after ?? []);
  return {
    ...byKey(differing),
    plans: differing.length > 0,
  };
}

function isListOfIds(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((id) => typeof id === 'string' && id !== '' && id.length <= 100);
}

/** Each id once, in an order that does not depend on who wrote it; null where there is none. */
function orNone(ids: readonly string[]): readonly string[] | null {
  return ids.length === 0 ? null : [...new Set(ids)].sort();
}
