import type { EpochMs } from './planning/plan.ts';

/**
 * Every way that Kept itself can refuse or fail: a code, what HTTP makes of it, and whether trying again can help.
 * A fault bears ids and slugs only. What a carrier or Postgres said in words stays behind the boundary that made the fault,
 * since both quote numbers and names.
 */
const faults = {
  bad_input: { status: 400, retryable: false },
  unauthenticated: { status: 401, retryable: false },
  forbidden: { status: 403, retryable: false },
  not_found: { status: 404, retryable: false },
  conflict: { status: 409, retryable: false },
  feed_refused: { status: 422, retryable: false },
  not_configured: { status: 500, retryable: false },
  invariant: { status: 500, retryable: false },
  database_conflict: { status: 503, retryable: true },
  database_rejected: { status: 500, retryable: false },
  database_unavailable: { status: 503, retryable: true },
  engine_unavailable: { status: 503, retryable: true },
  carrier_unavailable: { status: 503, retryable: true },
  unknown: { status: 500, retryable: true },
} as const;

export type FaultCode = keyof typeof faults;

/** A part of what was given that cannot be, and what to do about it. */
export interface InputProblem {
  /** Where it stands in what was given: `text_to`. */
  readonly path: string;
  readonly message: string;
}

/** A value that somebody else changed since it was read. */
export interface EditDifference {
  readonly key: string;
  /** As it was read. */
  readonly was: unknown;
  /** As it is now, by whose change, and when. */
  readonly theirs: unknown;
  readonly changeId: string;
  readonly changedBy: string;
  readonly changedAt: EpochMs;
  /** As it was to be. */
  readonly yours: unknown;
}

/** What there is to say beside the message; like it without a patient's name, number or word. */
export interface FaultDetails {
  readonly errors?: readonly InputProblem[];
  readonly differences?: readonly EditDifference[];
}

/** An expected failure. `message` is safe to log and to show: it says what to do and names no patient. */
export class Fault extends Error {
  readonly code: FaultCode;
  readonly status: number;
  readonly retryable: boolean;
  readonly details: FaultDetails;

  constructor(code: FaultCode, message: string, details: FaultDetails = {}) {
    super(message);
    this.name = 'Fault';
    this.code = code;
    this.status = faults[code].status;
    this.retryable = faults[code].retryable;
    this.details = details;
  }
}

/** The code of whatever was thrown, for logs and the engine: `unknown` where it is no fault of ours. */
export function faultCodeOf(error: unknown): FaultCode {
  return error instanceof Fault ? error.code : 'unknown';
}

/** Throws an `invariant` fault where what must hold does not. `claim` names the rule, never a value. */
export function invariant(condition: boolean, claim: string): asserts condition {
  if (!condition) throw new Fault('invariant', `This must hold and does not: ${claim}.`);
}
