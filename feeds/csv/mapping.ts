import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Type, { type Static } from 'typebox';
import { feedColumns, feedListShapes, type FeedColumn, type FeedList } from '../../domain/feed/feed-lists.ts';
import { FeedRefusal } from '../../domain/feed/feed-refusal.ts';
import { schemaProblems } from '../../domain/schema-problems.ts';
import { dateFormats } from './iso-date.ts';

function statusesOf(list: FeedList) {
  const { statuses } = feedListShapes[list];
  return Type.Optional(
    Type.Record(Type.String(), Type.Enum([...statuses], { description: `one of ${statuses.join(', ')}` })),
  );
}

const MappingSchema = Type.Object(
  {
    headers: Type.Optional(
      Type.Record(
        Type.String(),
        Type.Enum([...feedColumns], { description: 'one of the columns that Kept reads, such as "starts_at"' }),
      ),
    ),
    statuses: statusesOf('appointments'),
    orderStatuses: statusesOf('orders'),
    dates: Type.Optional(Type.Enum([...dateFormats], { description: `one of ${dateFormats.join(', ')}` })),
  },
  { additionalProperties: false },
);

/** How a vendor's file says what Kept's columns and words say. `examples/feeds/vendor/mapping.json` shows every part. */
export type Mapping = Static<typeof MappingSchema>;

/**
 * The `mapping.json` of a feed's folder; an empty mapping where there is none.
 * @throws {FeedRefusal} `bad_mapping`, with every problem on a line of its own.
 */
export async function readMapping(folder: string): Promise<Mapping> {
  const text = await readFile(join(folder, 'mapping.json'), 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '{}';
    throw error;
  });
  const mapping = parsedJson(text);
  const problems = schemaProblems(MappingSchema, mapping);
  if (problems.length > 0) {
    throw new FeedRefusal(
      'bad_mapping',
      `mapping.json cannot be used:\n${problems.map((line) => `  ${line}`).join('\n')}`,
    );
  }
  return mapping as Mapping;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new FeedRefusal('bad_mapping', 'mapping.json is not JSON: look for a missing quote, comma or bracket.');
  }
}

/** The one of these columns that a header stands for; undefined where Kept reads nothing there. Capitals make no difference. */
export function columnOf(header: string, columns: readonly FeedColumn[], mapping: Mapping): FeedColumn | undefined {
  const name = fold(header);
  const mapped = Object.entries(mapping.headers ?? {}).find(([vendor]) => fold(vendor) === name)?.[1];
  return columns.find((column) => column === (mapped ?? name));
}

/** Kept's word for a status; an unknown word stays as it is, for the check to name. */
export function statusOf(word: string, list: FeedList, mapping: Mapping): string {
  const words = (list === 'orders' ? mapping.orderStatuses : mapping.statuses) ?? {};
  const mapped = Object.entries(words).find(([vendor]) => fold(vendor) === fold(word))?.[1];
  return mapped ?? fold(word);
}

function fold(text: string): string {
  return text.trim().toLowerCase();
}
