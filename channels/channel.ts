import type { EpochMs } from '../domain/planning/plan.ts';

/** One message on its way to one address, ready to be written to a carrier. */
export interface HandOver {
  readonly from: string;
  readonly to: string;
  readonly body: string;
  /** Where the carrier reports to; it bears the practice, message and attempt ids. */
  readonly statusCallback: string;
  /** After this the carrier is to drop the message rather than deliver it. */
  readonly usefulForMs: number;
  /** No request may be written once this much time has passed since the hand-over was given to the channel. */
  readonly writeWithinMs: number;
}

/**
 * How a hand-over ended.
 * - `taken`: the carrier has it, under its own id.
 * - `refused`: it said no and will say no again; `verdict` says whose fault that is.
 * - `not_taken`: proof that it has it not, and when to try again (a 429, or nothing was written in time).
 * - `ambiguous`: it may have it or not: a timeout, a reset, a 5xx.
 */
export type HandOverEnd =
  | { readonly end: 'taken'; readonly carrierId: string }
  | { readonly end: 'refused'; readonly code: string; readonly verdict: Verdict }
  | { readonly end: 'not_taken'; readonly code: string; readonly retryInMs: number }
  | { readonly end: 'ambiguous'; readonly code: string };

/** What a carrier's error says of the contact point, the sender, or the moment. */
export type Verdict = 'opted_out' | 'invalid_contact' | 'landline' | 'unreachable' | 'sender_at_fault' | 'rejected';

/** What the carrier's own list holds of a hand-over that ended without a word. */
export interface Found {
  readonly carrierId: string;
  readonly status: string;
  readonly code: string | null;
  readonly createdAt: EpochMs;
}

/** A way to reach patients. It knows the carrier's format and nothing of SQL or the engine. */
export interface MessageChannel {
  handOver(request: HandOver): Promise<HandOverEnd>;
  /**
   * Hand-overs in the carrier's list with these ends and exactly these words, created since the given time; since clocks differ,
   * some that are up to a minute older, and among them any that are known by their id already. Throws `carrier_unavailable`.
   */
  find(sent: { from: string; to: string; body: string; since: EpochMs }): Promise<readonly Found[]>;
}
