import type { SubjectState } from '../workflows/messages.ts';

/** The workflow engine, as far as the API asks it anything. */
export interface Engine {
  /**
   * What the visit's workflow says, null where the engine knows no workflow of it. Throws `engine_unavailable` where no answer
   * came within `deadlineMs`.
   */
  state(appointmentId: string, deadlineMs: number): Promise<SubjectState | null>;
  /** Whether the engine itself answers within `deadlineMs`. */
  reachable(deadlineMs: number): Promise<boolean>;
}
