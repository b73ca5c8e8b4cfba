import { isAsking } from './asking.ts';
import { noticeOf } from './notice.ts';
import { fateOf, wasHandedOver } from './past-message.ts';
import type { PastMessage, PlannedMessage, PlanningFacts } from './planning-facts.ts';

/** A message about a time that the visit has no longer. */
export interface FormerMessage extends PastMessage {
  readonly occurrence: number;
}

/**
 * Whether the patient was told of another time than the visit has now, one that is still to come, and no message went or will go that
 * tells the new one: whoever trusts what we wrote comes at the wrong time. `planned` is what `planMessages` makes of these facts.
 */
export function isMisinformed(
  facts: PlanningFacts,
  planned: readonly PlannedMessage[],
  former: readonly FormerMessage[],
): boolean {
  const { visit, settings, history, now } = facts;
  const isToBe = visit.pms === 'scheduled' && !visit.gone && visit.startsAt > now;
  if (!isToBe || visit.answer !== 'none') return false;
  if (!former.some((past) => past.occurrence > now && wentToPatient(past))) return false;
  if (history.some(wentToPatient)) return false;
  // It has the very time by now that the patient was told.
  const told = visit.notices.filter(({ toldAt, formerAt }) => toldAt === visit.startsAt && formerAt !== toldAt);
  if (former.some((past) => noticeOf({ notices: told }, past) !== undefined && wentToPatient(past))) return false;
  return !planned.some((message) => message.withheld === null && isAsking(message, settings));
}

function wentToPatient(past: PastMessage): boolean {
  return wasHandedOver(past) && fateOf(past) !== 'failed';
}
