import { dayOf, zoneClock } from '../zone-clock.ts';
import { applyOffset, parseOffset } from './offset.ts';
import type { PlanningSettings, Step, VisitFacts } from './planning-facts.ts';

/**
 * Whether a step goes though the visit is confirmed: the kind's last one, where the confirmation came so many of the facility's
 * calendar days before the visit that it may be forgotten by then. When the desk was told is not known, so that is never early.
 */
export function isKeptReminder(
  step: Pick<Step, 'kind' | 'slot'>,
  visit: VisitFacts,
  { steps, earlyConfirmDays, calendar }: Pick<PlanningSettings, 'steps' | 'earlyConfirmDays' | 'calendar'>,
): boolean {
  if (visit.answer !== 'confirmed' || visit.answeredAt === null) return false;
  const clock = zoneClock(calendar.zone);
  const daysAhead = dayOf(clock.wallAt(visit.startsAt)) - dayOf(clock.wallAt(visit.answeredAt));
  return daysAhead >= earlyConfirmDays && lastStep(steps, step.kind, visit, calendar.zone)?.slot === step.slot;
}

/** The step of the kind that comes last before the visit; of several at one time the last in the order of the settings. */
function lastStep(steps: readonly Step[], kind: string, visit: VisitFacts, zone: string): Step | null {
  let last: { step: Step; at: number } | null = null;
  for (const step of steps) {
    const offset = parseOffset(step.offset);
    if (step.kind !== kind || offset.after) continue;
    const at = applyOffset(offset, visit.startsAt, zoneClock(zone));
    if (last === null || at >= last.at) last = { step, at };
  }
  return last?.step ?? null;
}
