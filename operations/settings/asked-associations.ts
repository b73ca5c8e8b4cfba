import type { Database } from '../../db/database.ts';
import { findFacilityId } from '../../db/staff-facilities.ts';
import type { InputProblem } from '../../domain/fault.ts';
import { associationKeyOf } from '../../domain/templates/association-key.ts';
import { refuseIfAny, type ChangeRequest } from './change-request.ts';

/** Words and the place that they are to apply at, as staff name it; null: the place follows the wider ones. */
export interface AskedAssociation {
  readonly kind: string;
  /** Its id in the PMS, or ours. */
  readonly facility?: string;
  readonly provider?: string;
  readonly type?: string;
  readonly name: string | null;
}

/** Associations as a change, by their kind and place. Throws `bad_input` where a facility is none, or one place is named twice. */
export async function askedAssociations(
  db: Database,
  practiceId: string,
  items: readonly AskedAssociation[],
): Promise<Pick<ChangeRequest, 'area' | 'values' | 'paths'>> {
  const problems: InputProblem[] = [];
  const values = new Map<string, string | null>();
  const paths = new Map<string, string>();
  await db.inPractice(practiceId, async (tx) => {
    for (const [index, { kind, facility, provider = null, type = null, name }] of items.entries()) {
      const path = `items.${String(index)}`;
      const facilityId = facility === undefined ? null : await findFacilityId(tx, facility);
      if (facility !== undefined && facilityId === null) {
        problems.push({ path: `${path}.facility`, message: 'The practice has no facility of this id.' });
      }
      const key = associationKeyOf({ kind, facilityId, providerId: provider, typeId: type });
      if (values.has(key)) problems.push({ path, message: 'Names a place again: take one of the two out.' });
      values.set(key, name);
      paths.set(key, path);
    }
  });
  refuseIfAny('associations', problems);
  return { area: 'associations', values: Object.fromEntries(values), paths: Object.fromEntries(paths) };
}
