import type { SignalName } from '../../db/outbox-mark.ts';
import type { PlanHead } from '../../db/subjects.ts';

/** The signal that says best why the plan changed: what ends a visit's messages first, then what moves them. */
export function signalFor(before: PlanHead | null, after: PlanHead): SignalName {
  if (before === null) return 'replanned';
  if (isOff(after) && !isOff(before)) return 'cancelled';
  if (after.answer !== before.answer && after.answer !== 'none') return after.answer;
  if (after.visitAt !== before.visitAt) return 'rescheduled';
  return 'replanned';
}

function isOff({ pms }: PlanHead): boolean {
  return pms === 'cancelled' || pms === 'rescheduled';
}
