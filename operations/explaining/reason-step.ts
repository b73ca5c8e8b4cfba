/** One question that decides whether a message goes, with its answer. */
export interface ReasonStep {
  readonly question: string;
  readonly answer: string;
  /** Whether this alone is enough to keep the message from going. */
  readonly stops: boolean;
}
