import type { Database } from '../../db/database.ts';
import { addExclusion, findExclusion, removeExclusion, type Exclusion } from '../../db/exclusions.ts';
import type { ChangedBy } from '../../db/setting-changes.ts';
import { lockSubjects } from '../../db/subjects.ts';
import { Fault, invariant } from '../../domain/fault.ts';
import type { Kind } from '../../domain/kinds.ts';
import { readKinds } from '../settings/read-kinds.ts';
import { planForStaff } from './plan-for-staff.ts';
import { staffCause } from './staff-cause.ts';

/** A visit, the kind that it is to get nothing of, and who says so. */
export interface KindToExclude {
  readonly appointmentId: string;
  readonly kind: Kind;
  readonly by: ChangedBy;
}

/**
 * Lets nothing of a kind be sent for a visit, whatever its time, until the exclusion is taken away. Asked again it changes nothing.
 * Throws `not_found` where the practice has no such visit, `bad_input` where it has no such kind.
 */
export function excludeKind(
  db: Database,
  practiceId: string,
  { appointmentId, kind, by }: KindToExclude,
): Promise<{ readonly exclusion: Exclusion; readonly isNew: boolean }> {
  return db.inPractice(practiceId, async (tx) => {
    const [subject] = await lockSubjects(tx, [appointmentId]);
    if (subject?.type !== 'appointment') throw new Fault('not_found', 'No visit of this practice has this id.');
    if (!(await readKinds(tx)).has(kind)) {
      throw new Fault('bad_input', 'The practice has no such kind. GET /api/v1/kinds lists those it has.');
    }
    const { id, isNew } = await addExclusion(tx, { appointmentId, kind, keyName: by.keyName });
    if (isNew) await planForStaff(tx, appointmentId, staffCause(by, 'excluded', { kind }));
    const exclusion = await findExclusion(tx, id);
    invariant(exclusion !== null, 'an exclusion that was added is there');
    return { exclusion, isNew };
  });
}

/** Takes an exclusion away: what it withheld and still can go, goes. Says whether it was there. */
export function includeKind(
  db: Database,
  practiceId: string,
  { exclusionId, by }: { readonly exclusionId: string; readonly by: ChangedBy },
): Promise<boolean> {
  return db.inPractice(practiceId, async (tx) => {
    const found = await findExclusion(tx, exclusionId);
    if (found === null) return false;
    const { appointmentId, kind } = found;
    await lockSubjects(tx, [appointmentId]);
    if (!(await removeExclusion(tx, exclusionId))) return false;
    await planForStaff(tx, appointmentId, staffCause(by, 'included', { kind }));
    return true;
  });
}
