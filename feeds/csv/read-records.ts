import { parse as parseStream, type Info } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { createReadStream } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import { FeedRefusal } from '../../domain/feed/feed-refusal.ts';
import { checkedText } from './checked-text.ts';
import { lineRange, type Lines } from './line-range.ts';

/** A record of a CSV file. */
export interface CsvRecord {
  readonly line: number;
  /** Empty where the record cannot be taken apart. */
  readonly fields: readonly string[];
  /** As it stands in the file, with its line end if it has one. */
  readonly raw: string;
}

/** Rows may be uneven and quotes stray: such a row is left out by itself, not the file with it. */
const lenient = { relax_column_count: true, relax_quotes: true, record_delimiter: '\n' } as const;

/** A quote that never closes would read the rest of the file into one record. */
const largestRecord = 1 << 20;

/** Rows with a quote that never closes that are left out one by one; a file with more of them is not a CSV file. */
const strayQuotes = 5;

/** What the parser has come to, which is further than the records that it has given. */
interface Progress {
  parsedTo: number;
  linesSeen: () => number;
}

/**
 * The records of a file in their order, header included, empty lines left out.
 * @throws {FeedRefusal} `bad_encoding`; `half_file` where a quote of the last line never closes.
 */
export async function* readRecords(path: string, file: string): AsyncGenerator<CsvRecord> {
  let next = 1;
  for (let strays = 0; ; strays += 1) {
    const progress: Progress = { parsedTo: next - 1, linesSeen: () => 0 };
    try {
      for await (const record of parsedLines(path, file, { from: next, to: Infinity }, progress)) {
        next = record.line + linesIn(record.raw);
        yield record;
      }
      return;
    } catch (error) {
      if (!isCsvError(error)) throw error;
    }
    const broken = progress.parsedTo + 1;
    if (strays === strayQuotes || broken >= progress.linesSeen()) {
      throw new FeedRefusal(
        'half_file',
        `${file} ends inside a quoted value that begins on line ${broken}: it was cut short, or a quote is missing. ` +
          'Put the whole file there again.',
      );
    }
    // The parser's error took the records with it that it had read and not yet given.
    if (next < broken) yield* parsedLines(path, file, { from: next, to: broken - 1 }, progress);
    yield { line: broken, fields: [], raw: await textOf(path, file, { from: broken, to: broken }) };
    next = broken + 1;
  }
}

async function* parsedLines(path: string, file: string, lines: Lines, progress: Progress): AsyncGenerator<CsvRecord> {
  const parser = parseStream({
    ...lenient,
    bom: true,
    info: true,
    raw: true,
    max_record_size: largestRecord,
    on_record: (record, context) => {
      progress.parsedTo = lines.from - 1 + context.lines;
      return record;
    },
  });
  const text = openText(path, file, lines);
  progress.linesSeen = text.linesSeen;
  text.stream.once('error', (error) => parser.destroy(error));
  type Parsed = { record: string[]; info: Info; raw: string };
  try {
    for await (const { record: fields, raw, info } of text.stream.pipe(parser) as AsyncIterable<Parsed>) {
      const isEmpty = fields.length === 1 && fields[0] === '';
      if (!isEmpty) yield { line: lines.from + info.lines - linesIn(raw), fields, raw };
    }
  } finally {
    text.stream.destroy();
  }
}

async function textOf(path: string, file: string, lines: Lines): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of openText(path, file, lines).stream) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

function openText(path: string, file: string, lines: Lines): { stream: Readable; linesSeen: () => number } {
  const text = checkedText(file);
  const range = lineRange(lines);
  // `pipeline` hands an error on to the end of the chain, where its reader meets it.
  pipeline(createReadStream(path), text.transform, range, () => undefined);
  return { stream: range, linesSeen: text.lines };
}

/** The lines of a record, each read as a record of its own: what a stray quote has run together is told apart again. */
export function recordsOfLines(record: CsvRecord): CsvRecord[] {
  return record.raw
    .replace(/\n$/, '')
    .split('\n')
    .map((raw, index) => ({ line: record.line + index, fields: fieldsOfLine(raw), raw: `${raw}\n` }));
}

function fieldsOfLine(line: string): readonly string[] {
  try {
    return parse(line, lenient)[0] ?? [];
  } catch (error) {
    if (isCsvError(error)) return [];
    throw error;
  }
}

function linesIn(raw: string): number {
  return raw.replace(/\n$/, '').split('\n').length;
}

function isCsvError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_');
}
