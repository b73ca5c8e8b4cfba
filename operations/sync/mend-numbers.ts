import { findMendedNumbers, findSubjectsOfContact, forgetWrongNumber } from '../../db/contact-points.ts';
import type { PracticeTransaction } from '../../db/database.ts';
import { lockSubjects } from '../../db/subjects.ts';
import { closeWorklistItem } from '../../db/worklist.ts';
import { planSubjects } from '../planning/plan-subjects.ts';

/**
 * Opens again the numbers that were told to be wrong and that the PMS has taken from everyone who had them then: whoever it gives
 * one to next is reached there. While one of those has it still, it stays closed for all. First thing in a transaction.
 */
export async function mendNumbers(tx: PracticeTransaction, runId: string): Promise<void> {
  const mended = await findMendedNumbers(tx);
  if (mended.length === 0) return;
  const concerned = await Promise.all(mended.map((id) => findSubjectsOfContact(tx, id)));
  const subjects = [...new Set(concerned.flat())];
  await lockSubjects(tx, subjects);
  for (const contactPointId of mended) {
    await forgetWrongNumber(tx, contactPointId);
    await closeWorklistItem(tx, { type: 'wrong_number', contactPointId });
  }
  await planSubjects(tx, subjects, { name: 'feed', detail: { runId } });
}
