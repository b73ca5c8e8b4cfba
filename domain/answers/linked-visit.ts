import type { Answer, EpochMs, PmsState } from '../planning/plan.ts';

/** A visit or a recall that a message asked about, and how it stands now. */
export interface AskedVisit {
  readonly type: 'appointment' | 'recall';
  /** The time that was asked about, and the one that the visit has. */
  readonly occurrence: EpochMs;
  readonly startsAt: EpochMs;
  readonly answerableUntil: EpochMs;
  readonly pms: PmsState;
  readonly gone: boolean;
}

/**
 * Whether its page still takes an answer. `changed`: the visit was moved or cancelled since. `over`: it has begun, or the time to
 * answer is up.
 */
export type LinkedVisitState = 'open' | 'changed' | 'over';

/** How a visit stands to a link that was sent about it. */
export function linkedVisitState(visit: AskedVisit, now: EpochMs): LinkedVisitState {
  const { type, pms, gone, occurrence, startsAt, answerableUntil } = visit;
  // A recall is answered after the day that it is due on.
  const until = type === 'recall' ? answerableUntil : Math.min(startsAt, answerableUntil);
  if (gone || pms === 'cancelled' || pms === 'rescheduled' || occurrence !== startsAt) return 'changed';
  const isToCome = pms === 'scheduled' || pms === 'confirmed';
  return isToCome && now < until ? 'open' : 'over';
}

/** The answer as the patient is shown it: one that the desk took counts as Confirmed. */
export function shownAnswer({ answer, pms }: { readonly answer: Answer; readonly pms: PmsState }): Answer {
  return answer === 'none' && pms === 'confirmed' ? 'confirmed' : answer;
}
