import type { AppointmentColumn } from '../domain/feed/appointment-columns.ts';

/** A row of a PMS in the words of Kept, and where it stands in its file. Nothing in it has been judged yet. */
export interface FeedRow {
  readonly file: string;
  /** Of the row's beginning; the header is line 1. */
  readonly line: number;
  /** Every column, empty where the file has none. */
  readonly values: Readonly<Record<AppointmentColumn, string>>;
  /** What makes the row unreadable, and then its raw words: any of them may be the id of a visit that is still there. */
  readonly defect: { readonly reason: 'bad_columns' | 'bad_text'; readonly words: readonly string[] } | null;
}

/** A feed that is whole enough to be read. */
export interface OpenedFeed {
  /** When the PMS wrote it out, epoch milliseconds. */
  readonly exportedAt: number;
  readonly files: readonly string[];
  /** Throws a `FeedRefusal` in the middle where only reading shows that the file is cut short, or in another encoding. */
  rows(): AsyncIterable<FeedRow>;
}

/**
 * Where a practice's facts come from. `open` throws a `FeedRefusal`, saying what to do, where what lies there cannot be trusted:
 * no files, parts missing, no header.
 */
export interface Feed {
  open(): Promise<OpenedFeed>;
}
