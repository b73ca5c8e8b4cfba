import type { Plan, PlanEntry } from '../../domain/planning/plan.ts';

/** A plan of version 1, unanswered, with nothing to send and its end a day after the visit. */
export function aPlan(given: Partial<Plan> & { visitAt: number }): Plan {
  return {
    version: 1,
    answer: 'none',
    pms: 'scheduled',
    entries: [],
    endsAt: given.visitAt + 86_400_000,
    ...given,
  };
}

/** A text that is due at `at`. */
export function aText(messageId: string, at: number): PlanEntry {
  return { messageId, channel: 'text', at };
}
