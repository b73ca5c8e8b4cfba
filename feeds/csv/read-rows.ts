import { feedColumns, type FeedColumn, type FeedList } from '../../domain/feed/feed-lists.ts';
import { FeedRefusal } from '../../domain/feed/feed-refusal.ts';
import type { FeedRow } from '../feed.ts';
import type { Header } from './header.ts';
import { isoDate, isoWallTime } from './iso-date.ts';
import { statusOf, type Mapping } from './mapping.ts';
import { readRecords, recordsOfLines, type CsvRecord } from './read-records.ts';

/** A file, and the list whose rows it holds. */
export interface FileOfList {
  readonly file: string;
  readonly list: FeedList;
}

/**
 * The rows of a file under its header.
 * @throws {FeedRefusal} `half_file` where the last row breaks off, `bad_encoding`, `empty_file` where there is no row of a visit: a practice has some
 * of these always, while all its recalls may be booked and all its orders dispensed.
 */
export async function* readRows(
  path: string,
  of: FileOfList,
  header: Header,
  mapping: Mapping,
): AsyncGenerator<FeedRow> {
  const { file, list } = of;
  let last: CsvRecord | null = null;
  let isHeader = true;
  for await (const record of readRecords(path, file)) {
    if (isHeader) {
      isHeader = false;
      continue;
    }
    last = record;
    for (const one of toldApart(record, header)) yield rowOf(one, of, header, mapping);
  }
  if (last === null) {
    if (list !== 'appointments') return;
    throw new FeedRefusal('empty_file', `${file} has a header and no rows: have the PMS write its export again.`);
  }
  if (last.fields.length < header.length && !last.raw.endsWith('\n')) {
    throw new FeedRefusal(
      'half_file',
      `${file} breaks off in the middle of line ${last.line}: put the whole file there again. Nothing of it was taken.`,
    );
  }
}

/**
 * A record that spans lines and does not fit, or has a line end in a value that Kept reads, is the work of a stray quote: its lines
 * are rows. Where none of them is, the line end was meant.
 */
function toldApart(record: CsvRecord, header: Header): CsvRecord[] {
  const fits = record.fields.length === header.length;
  const isRunTogether =
    record.raw.trimEnd().includes('\n') &&
    (!fits || record.fields.some((field, index) => header[index] !== null && field.includes('\n')));
  if (!isRunTogether) return [record];
  const apart = recordsOfLines(record);
  return fits && !apart.some((one) => one.fields.length === header.length) ? [record] : apart;
}

function rowOf(record: CsvRecord, { file, list }: FileOfList, header: Header, mapping: Mapping): FeedRow {
  const values = Object.fromEntries(feedColumns.map((column) => [column, ''])) as Record<FeedColumn, string>;
  record.fields.forEach((field, index) => {
    const column = header[index];
    if (column != null)
      values[column] = inOurWords(column, field.replaceAll('\0', '').replaceAll('\n', ' ').trim(), list, mapping);
  });
  return { file, line: record.line, values, defect: defectOf(record, header) };
}

function defectOf(record: CsvRecord, header: Header): FeedRow['defect'] {
  const words = (): string[] =>
    record.raw
      .replaceAll('\0', '')
      .split(/[",\n]+/)
      .map((word) => word.trim());
  if (record.fields.length !== header.length) return { reason: 'bad_columns', words: words() };
  if (record.raw.includes('\0')) return { reason: 'bad_text', words: words() };
  return null;
}

function inOurWords(column: FeedColumn, value: string, list: FeedList, mapping: Mapping): string {
  const dates = mapping.dates ?? 'YYYY-MM-DD';
  switch (column) {
    case 'starts_at':
      return isoWallTime(value, dates);
    case 'date_of_birth':
    case 'due_on':
    case 'ready_on':
      return isoDate(value, dates);
    case 'status':
      return statusOf(value, list, mapping);
    case 'preferred_channel':
    case 'patient_status':
    case 'allow_text':
    case 'allow_voice':
    case 'allow_email':
      return value.toLowerCase();
    default:
      return value;
  }
}
