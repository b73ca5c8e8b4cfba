import type { FeedColumn, FeedList } from '../domain/feed/feed-lists.ts';

/** A row of a PMS in the words of Kept, and where it stands in its file. Nothing in it has been judged yet. */
export interface FeedRow {
  readonly file: string;
  /** Of the row's beginning; the header is line 1. */
  readonly line: number;
  /** Every column of every list, empty where the file has none. */
  readonly values: Readonly<Record<FeedColumn, string>>;
  /** What makes the row unreadable, and then its raw words: any of them may be the id of something that is still there. */
  readonly defect: { readonly reason: 'bad_columns' | 'bad_text'; readonly words: readonly string[] } | null;
}

/** A feed that is whole enough to be read. */
export interface OpenedFeed {
  /** When the PMS wrote it out, epoch milliseconds. */
  readonly exportedAt: number;
  readonly files: readonly string[];
  /** Columns of the list that it does not have: of these it says nothing. */
  readonly lacks: readonly FeedColumn[];
  /** Throws a `FeedRefusal` in the middle where only reading shows that the file is cut short, or in another encoding. */
  rows(): AsyncIterable<FeedRow>;
}

/**
 * Where a practice's facts come from. `open` throws a `FeedRefusal`, saying what to do, where what lies there cannot be trusted:
 * no files, parts missing, no header.
 */
export interface Feed {
  /** The lists that lie there, in the order in which they are to be taken; a list that does not changes nothing. */
  lists(): Promise<readonly FeedList[]>;
  open(list: FeedList): Promise<OpenedFeed>;
}
