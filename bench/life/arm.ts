import type { WorkflowHandle } from '@temporalio/client';

/** Between two texts of a life, and from a patient's last text to the answer and to the end of the run. */
export const pace = { betweenTextsMs: 2_000, toAnswerMs: 500, toEndMs: 4_000 } as const;

/** One of the two ways to live through three reminders and an answer that are held against each other. */
export interface Arm {
  readonly name: 'kept' | 'bare';
  readonly workflowType: string;
  /** Begins this many lives. */
  begin(count: number): Promise<void>;
  /** Lives that have been begun, for a look at their histories. */
  handles(): readonly WorkflowHandle[];
}
