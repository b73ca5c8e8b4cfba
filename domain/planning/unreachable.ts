import { isAsking } from './asking.ts';
import type { WithheldReason } from '../message-state.ts';
import { fateOf, wasHandedOver } from './past-message.ts';
import type { PlannedMessage, PlanningFacts } from './planning-facts.ts';

/** What is wrong with the way to a patient, and not what the patient, a setting or the time wants. */
const contactTrouble: ReadonlySet<WithheldReason> = new Set([
  'no_contact',
  'invalid_contact',
  'landline',
  'wrong_number',
]);

/**
 * Whether nobody is told of a visit that has yet to be answered, because of the contacts: nothing of it went, or all that went
 * failed, nothing more will go, and at least one message was lost to a contact that is missing or cannot be used. Who opted out of
 * one channel and has none on file for the others is among them; who opted out of every one is not: that was wished for. `planned`
 * is what `planMessages` makes of these facts.
 */
export function isUnreachable(facts: PlanningFacts, planned: readonly PlannedMessage[]): boolean {
  const { visit, patient, settings, history, now } = facts;
  const isAwaited = visit.pms === 'scheduled' && !visit.gone && visit.answer === 'none' && visit.startsAt > now;
  if (!isAwaited || patient.status !== 'active') return false;

  const handedOver = history.filter(wasHandedOver);
  if (handedOver.some((past) => fateOf(past) !== 'failed')) return false;
  const asking = planned.filter((message) => isAsking(message, settings));
  if (asking.some(({ withheld }) => withheld === null)) return false;
  return handedOver.length > 0 || asking.some(({ withheld }) => withheld !== null && contactTrouble.has(withheld));
}
