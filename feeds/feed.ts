/** A row of a PMS as its file wrote it, and where it stands there. Nothing in it has been judged yet. */
export interface FeedRow {
  readonly file: string;
  readonly line: number;
  readonly values: Readonly<Record<string, string>>;
}

/** A feed that is whole enough to be read. */
export interface OpenedFeed {
  /** When the PMS wrote it out, epoch milliseconds. */
  readonly exportedAt: number;
  readonly files: readonly string[];
  rows(): AsyncIterable<FeedRow>;
}

/**
 * Where a practice's facts come from. `open` throws a `feed_refused` fault, saying what to do, where what lies there cannot be
 * trusted: no header, another encoding, half a file.
 */
export interface Feed {
  open(): Promise<OpenedFeed>;
}
