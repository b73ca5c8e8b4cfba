import type { WithheldReason } from '../message-state.ts';
import type { EpochMs } from './plan.ts';
import type { Mover } from './planning-facts.ts';
import { LATE_LEAD_MS, lateStepTime, stepTime, stepTimeFromNow, type StepTimeFacts } from './step-time.ts';

/** When a step goes, or why not. */
export interface LoneStepTime {
  readonly at: EpochMs | null;
  readonly movedBy: readonly Mover[];
  readonly withheld: WithheldReason | null;
}

/**
 * When a step goes that stands alone, so that it is also the last of its kind. Without `now` nothing is late. Times are those of
 * the rules: a message's own second of the minute is not in them.
 */
export function loneStepTime(facts: StepTimeFacts, now: EpochMs | null): LoneStepTime {
  const step = stepTime(facts);
  const planned = now === null ? step : stepTimeFromNow(step, now, facts);
  if (planned.at !== null) return { at: planned.at, movedBy: planned.movedBy, withheld: null };
  if (now === null) return notAtAll('too_late');
  if (now >= facts.visitAt && !facts.offset.after) return notAtAll('started');
  if (facts.visitAt - now < LATE_LEAD_MS) return notAtAll('too_late');
  const late = lateStepTime(step, now, facts);
  return late.at === null ? notAtAll('too_late') : { at: late.at, movedBy: late.movedBy, withheld: null };
}

function notAtAll(withheld: WithheldReason): LoneStepTime {
  return { at: null, movedBy: [], withheld };
}
