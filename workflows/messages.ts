import { defineQuery, defineSignal } from '@temporalio/workflow';
import type { EpochMs, Plan } from '../domain/planning/plan.ts';

/** What a subject's workflow is started with. After a continue-as-new the plan is the newest that the run had. */
export interface SubjectStart {
  readonly practiceId: string;
  readonly subjectId: string;
  readonly plan: Plan;
}

/** What an operator or the API sees of a run. */
export interface SubjectState extends Plan {
  /** The instant that the run sleeps until; null while it sends. */
  readonly asleepUntil: EpochMs | null;
}

/**
 * Five signals, each bearing the whole state: the name says why the plan changed, the version says which is newest. So neither
 * order nor repetition matters.
 */
export const confirmed = defineSignal<[Plan]>('confirmed');
export const declined = defineSignal<[Plan]>('declined');
export const rescheduled = defineSignal<[Plan]>('rescheduled');
export const cancelled = defineSignal<[Plan]>('cancelled');
export const replanned = defineSignal<[Plan]>('replanned');

/** Answers from the run's memory. A run in its start delay has no worker to answer: ask it nothing before `parked_until`. */
export const state = defineQuery<SubjectState>('state');
