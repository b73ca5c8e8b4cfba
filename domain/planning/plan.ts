/**
 * The plan as a workflow carries it: ids, channel names and times, and nothing of the patient.
 * This is the one file of `domain/` that workflows import, so it uses no clock, no `Intl` and no library.
 */

/** Milliseconds since the epoch. Every time in memory is one; zones and wall times appear only where rules need them. */
export type EpochMs = number;

export type Channel = 'text' | 'voice' | 'email';

/** What the patient said about the visit at its present time. */
export type Answer = 'none' | 'confirmed' | 'declined';

/** What the practice management system says of the visit. */
export type PmsState = 'scheduled' | 'confirmed' | 'arrived' | 'completed' | 'cancelled' | 'rescheduled' | 'no_show';

/** One message that is still to be sent. */
export interface PlanEntry {
  readonly messageId: string;
  readonly channel: Channel;
  readonly at: EpochMs;
}

/** The whole state of a subject, as each signal carries it. A lower version than the one at hand is older and is ignored. */
export interface Plan {
  readonly version: number;
  readonly answer: Answer;
  readonly pms: PmsState;
  readonly visitAt: EpochMs;
  /** Soonest first. */
  readonly entries: readonly PlanEntry[];
  /** When the workflow ends: a day after the later of the visit's end and the last planned time, also of what is withheld. */
  readonly endsAt: EpochMs;
}

/** When something is next to be done: the soonest entry, else the end. */
export function nextTime(plan: Pick<Plan, 'entries' | 'endsAt'>): EpochMs {
  return plan.entries[0]?.at ?? plan.endsAt;
}
