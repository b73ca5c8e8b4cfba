import { findSubjectsOfContact, noteContactFact } from '../../db/contact-points.ts';
import type { PracticeTransaction } from '../../db/database.ts';
import { lockSubjects } from '../../db/subjects.ts';
import { planSubjects } from '../planning/plan-subjects.ts';

/**
 * Notes that a contact point may not be written to any more, or may again, and plans again every subject that writes to it. The
 * locks are taken in the house's order: a lock of the contact point or of a message is held before only by who has locked every
 * subject that writes to it already.
 */
export async function recordConsent(
  tx: PracticeTransaction,
  contactPointId: string,
  consent: 'opted_out' | 'opted_in',
): Promise<void> {
  const subjects = await findSubjectsOfContact(tx, contactPointId);
  await lockSubjects(tx, subjects);
  await noteContactFact(tx, contactPointId, consent);
  const cause = consent === 'opted_out' ? 'opt_out' : 'opt_in';
  await planSubjects(tx, subjects, { name: cause, detail: { contactPointId } });
}
