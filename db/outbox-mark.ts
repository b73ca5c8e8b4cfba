import type { EpochMs } from '../domain/planning/plan.ts';

/** The signal that brings a plan to its workflow, named after why the plan changed. */
export type SignalName = 'confirmed' | 'declined' | 'rescheduled' | 'cancelled' | 'replanned';

/** That a subject's plan is to be brought to the engine. */
export interface OutboxMark {
  readonly subjectId: string;
  readonly version: number;
  readonly signal: SignalName;
  /** 0 goes before everything; 1 goes soonest due first. */
  readonly priority: 0 | 1;
  /** When it is next to be done something: the soonest is told first. */
  readonly nextAt: EpochMs;
}

/** A mark in the hand of who brings it. */
export interface LeasedMark extends Omit<OutboxMark, 'nextAt'> {
  readonly practiceId: string;
}
