import type { CallRow } from '../../db/calls.ts';
import type { PracticeTransaction } from '../../db/database.ts';
import { findVisits } from '../../db/visits.ts';
import { invariant } from '../../domain/fault.ts';
import type { Contact } from '../../domain/planning/planning-facts.ts';
import { patientFacts } from '../planning/plan-facts.ts';
import { readPlanningSettings } from '../planning/planning-settings.ts';

/** The phones of the patient whom a call is for, in the order in which they are called. */
export async function phonesOfCall(
  tx: PracticeTransaction,
  { subjectId }: Pick<CallRow, 'subjectId'>,
): Promise<readonly Contact[]> {
  const [[visit], planning] = await Promise.all([findVisits(tx, [subjectId]), readPlanningSettings(tx)]);
  invariant(visit !== undefined, 'a call is about a visit');
  return patientFacts(visit, planning.at(visit)).contacts.voice;
}
