import type { SubjectState } from '../workflows/messages.ts';

/** The workflow that takes a feed. */
interface StartedSync {
  readonly workflowId: string;
  readonly started: boolean;
}

/** The workflow engine, as far as the API asks it anything. */
export interface Engine {
  /**
   * What the workflow of a visit, a recall or an order says, null where the engine knows none of this id. Throws
   * `engine_unavailable` where no answer came within `deadlineMs`.
   */
  state(workflowId: string, deadlineMs: number): Promise<SubjectState | null>;
  /**
   * Starts taking a feed now. Where one that was started so is at work already, `started` is false. Throws `engine_unavailable`.
   */
  startSync(feed: { readonly practiceId: string; readonly feedId: string }): Promise<StartedSync>;
  /** Lets the practice's plans follow its newest change of settings now; one that is at work already goes on. Throws `engine_unavailable`. */
  startReplan(practiceId: string): Promise<void>;
  /** Whether the engine itself answers within `deadlineMs`. */
  reachable(deadlineMs: number): Promise<boolean>;
}
