import { feedListShapes, type FeedColumn, type FeedList } from '../../domain/feed/feed-lists.ts';
import { FeedRefusal } from '../../domain/feed/feed-refusal.ts';
import { columnOf, type Mapping } from './mapping.ts';

/** Which column stands at which place of a row; null where Kept reads nothing. */
export type Header = readonly (FeedColumn | null)[];

/**
 * Reads a file's first line.
 * @throws {FeedRefusal} `missing_columns`, naming what is missing and what is there, or `repeated_columns`.
 */
export function readHeader(
  { file, list }: { readonly file: string; readonly list: FeedList },
  fields: readonly string[],
  mapping: Mapping,
): Header {
  const { columns, required } = feedListShapes[list];
  const header = fields.map((field) => columnOf(field, columns, mapping) ?? null);
  const known = header.filter((column) => column !== null);
  const missing = required.filter((column) => !known.includes(column));
  if (missing.length > 0) throw missingColumns(file, missing, known.length > 0 ? fields : null);
  const repeated = known.find((column, index) => known.indexOf(column) < index);
  if (repeated !== undefined) {
    throw new FeedRefusal('repeated_columns', `${file} has two columns for ${repeated}: take one of them out.`);
  }
  return header;
}

/** A first line without any known column is likely no header but a row, and a row is never quoted. */
function missingColumns(file: string, missing: readonly string[], found: readonly string[] | null): FeedRefusal {
  const advice = 'Add the columns, or name them under "headers" in mapping.json.';
  return new FeedRefusal(
    'missing_columns',
    found === null
      ? `The first line of ${file} names no column that Kept reads, so it seems to be no header. ${advice} ` +
          `Required are: ${missing.join(', ')}.`
      : `${file} lacks ${missing.join(', ')}. It has: ${found.map((name) => name.trim()).join(', ')}. ${advice}`,
  );
}
