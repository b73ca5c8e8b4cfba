import { findSubjectsOfContact, noteContactFact } from '../../db/contact-points.ts';
import type { PracticeTransaction } from '../../db/database.ts';
import { noteDeceased } from '../../db/patients.ts';
import { planSubjects } from '../planning/plan-subjects.ts';

/**
 * Someone wrote that the number is not this patient's: nothing goes there until the PMS gives the patient another. The subjects
 * that write there are locked.
 */
export async function suspendNumber(tx: PracticeTransaction, contactPointId: string, replyId: string): Promise<void> {
  await noteContactFact(tx, contactPointId, 'wrong_number');
  const subjects = await findSubjectsOfContact(tx, contactPointId);
  await planSubjects(tx, subjects, { name: 'reply', detail: { replyId, fact: 'wrong_number' } });
}

/**
 * Someone wrote that the patient has died: everything for that patient is withheld, whatever it goes to. The patient's visits,
 * given here, are locked.
 */
export async function suspendPatient(
  tx: PracticeTransaction,
  patientId: string,
  visits: readonly string[],
  replyId: string,
): Promise<void> {
  await noteDeceased(tx, patientId);
  await planSubjects(tx, visits, { name: 'reply', detail: { replyId, fact: 'deceased' } });
}
