import { kindOf } from '../kinds.ts';
import type { PlannedMessage, PlanningSettings } from './planning-facts.ts';

/**
 * Whether a planned message tells of the visit and asks whether the patient will come. What goes to those who confirm goes to nobody who
 * was never asked.
 */
export function isAsking(
  { kind, slot }: Pick<PlannedMessage, 'kind' | 'slot'>,
  { steps, kinds }: Pick<PlanningSettings, 'steps' | 'kinds'>,
): boolean {
  if (kindOf(kinds, kind).answers !== 'expected') return false;
  return steps.some((step) => step.kind === kind && step.slot === slot && step.condition !== 'confirmed');
}
