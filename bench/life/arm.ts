import type { WorkflowHandle } from '@temporalio/client';

/** What happens in a life, and when. Both arms live the same. */
export interface LifeShape {
  readonly texts: 1 | 3;
  readonly betweenTextsMs: number;
  /** From the last text to the patient's answer; null where none comes. */
  readonly toAnswerMs: number | null;
  /** From the last text to the end of the run. */
  readonly toEndMs: number;
}

/** One of the two ways to live that are held against each other. */
export interface Arm {
  readonly name: 'kept' | 'bare';
  readonly workflowType: string;
  /** Begins this many lives. */
  begin(count: number): Promise<void>;
  /** Lives that have been begun, for a look at their histories. */
  handles(): readonly WorkflowHandle[];
}
