import fc from 'fast-check';
import { Readable } from 'node:stream';
import { afterEach, describe, expect, test } from 'vitest';
import { appointmentColumns, type AppointmentColumn } from '../../../domain/feed/appointment-columns.ts';
import { checkedText } from '../../../feeds/csv/checked-text.ts';
import { aFeedFolder, aLine, header, rowsOf, type FeedFolder } from './feed-folder.ts';

const folders: FeedFolder[] = [];
function folderWith(files: Readonly<Record<string, string | Buffer>>): FeedFolder {
  const folder = aFeedFolder(files);
  folders.push(folder);
  return folder;
}
afterEach(() => folders.splice(0).forEach((folder) => folder.close()));

const example = (name: string): string => new URL(`../../../examples/feeds/${name}`, import.meta.url).pathname;

test('the example is read value by value', async () => {
  const rows = await rowsOf(example('riverside'));
  expect(rows.map((row) => [row.line, row.values.appointment_id, row.defect])).toEqual(
    ['A1001', 'A1002', 'A1003', 'A1004', 'A1005', 'A1006'].map((id, index) => [index + 2, id, null]),
  );
  expect(rows[0]?.values).toMatchObject({
    provider_name: 'Okafor, Ada',
    starts_at: '2026-11-24T10:00',
    language: 'es',
  });
});

test('a mapping renames a vendor’s headers, status words and dates', async () => {
  const rows = await rowsOf(example('vendor'));
  expect(
    rows.map(({ values }) => [values.appointment_id, values.starts_at, values.status, values.date_of_birth]),
  ).toEqual([
    ['A1001', '2026-11-24T10:00', 'scheduled', '1984-05-17'],
    ['A1002', '2026-11-25T14:30', 'confirmed', '1961-09-02'],
    ['A1004', '2026-11-27T11:00', 'cancelled', '1975-12-11'],
  ]);
});

describe('a mapping that cannot be used is refused', () => {
  test.each([
    ['{ "headers": ', 'mapping.json is not JSON'],
    ['{ "headers": { "Appt": "appointment" } }', '/headers/Appt must be one of the columns that Kept reads'],
    ['{ "statuses": { "Booked": "booked" } }', '/statuses/Booked must be one of scheduled, confirmed'],
    ['{ "dates": "MM-DD-YY" }', '/dates must be one of YYYY-MM-DD, MM/DD/YYYY'],
    ['{ "delimiter": ";" }', '/delimiter is not known here'],
  ])('%s', async (mapping, advice) => {
    const folder = folderWith({ 'appointments.csv': `${header}\n${aLine('A')}\n`, 'mapping.json': mapping });
    await expect(rowsOf(folder.path)).rejects.toMatchObject({
      reason: 'bad_mapping',
      message: expect.stringContaining(advice) as string,
    });
  });
});

describe('law 10: a bad row never stops the others', () => {
  async function read(...lines: string[]): Promise<[number, string | null][]> {
    const folder = folderWith({ 'appointments.csv': `${[header, ...lines].join('\n')}\n` });
    return (await rowsOf(folder.path)).map((row) => [row.line, row.defect?.reason ?? row.values.appointment_id]);
  }

  test('a column too many or too few', async () => {
    expect(await read(aLine('A'), `${aLine('B')},more`, 'C,MAIN', aLine('D'))).toEqual([
      [2, 'A'],
      [3, 'bad_columns'],
      [4, 'bad_columns'],
      [5, 'D'],
    ]);
  });

  test('a stray quote that another one closes lines later', async () => {
    const closing = `D,MAIN,2026-11-24T10:00,scheduled,P-D,"Doe, Jr."`;
    expect(await read(aLine('A'), aLine('B', '"Doe'), aLine('C'), closing, aLine('E'))).toEqual([
      [2, 'A'],
      [3, 'bad_columns'],
      [4, 'C'],
      [5, 'D'],
      [6, 'E'],
    ]);
  });

  test('a stray quote that nothing closes', async () => {
    expect(await read(aLine('A'), aLine('B', '"Doe'), aLine('C'), aLine('D'))).toEqual([
      [2, 'A'],
      [3, 'bad_columns'],
      [4, 'C'],
      [5, 'D'],
    ]);
  });

  test('a quote in the middle of a value is part of it', async () => {
    const folder = folderWith({ 'appointments.csv': `${header}\n${aLine('A', 'D"oe')}\n${aLine('B')}\n` });
    expect((await rowsOf(folder.path)).map((row) => row.values.last_name)).toEqual(['D"oe', 'Doe']);
  });

  test('a character that no text can hold', async () => {
    expect(await read(aLine('A'), aLine('B', 'D\0oe'), aLine('C'))).toEqual([
      [2, 'A'],
      [3, 'bad_text'],
      [4, 'C'],
    ]);
  });

  test('an unreadable row gives its raw words, since one of them is the id of a visit', async () => {
    const folder = folderWith({ 'appointments.csv': `${header}\n${aLine('A')}\nsurplus,${aLine('B')}\n` });
    expect((await rowsOf(folder.path))[1]?.defect?.words).toContain('B');
  });
});

test('the line of a row is where it begins, whatever its values and the ones before span', async () => {
  const lines = [
    `note,${header}`,
    `"two\r\nlines",${aLine('A')}`,
    '',
    `plain,${aLine('B')}`,
    `"x\r\n\r\ny",${aLine('C')}`,
  ];
  const folder = folderWith({ 'appointments.csv': `${lines.join('\r\n')}\r\n` });
  expect((await rowsOf(folder.path)).map((row) => [row.line, row.values.appointment_id])).toEqual([
    [2, 'A'],
    [5, 'B'],
    [6, 'C'],
  ]);
});

const value = fc
  .string({ unit: fc.constantFrom(...Array.from('aZ 9,"é日😀;|\\\t')), maxLength: 8 })
  .map((text) => text.trim());
const free = ['first_name', 'type_name', 'provider_name', 'interpreter', 'guarantor_name'] as const;
const freeRow = fc.record(
  Object.fromEntries(free.map((column) => [column, value])) as Record<(typeof free)[number], typeof value>,
);

function csv(
  columns: readonly AppointmentColumn[],
  rows: readonly Partial<Record<string, string>>[],
  lineEnd: string,
): string {
  const cell = (text: string): string => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))]
    .map((cells) => cells.map(cell).join(',') + lineEnd)
    .join('');
}

test('any order of columns, line end and byte order mark gives the same rows', async () => {
  const file = fc.record({
    rows: fc.array(freeRow, { minLength: 1, maxLength: 6 }),
    columns: fc.shuffledSubarray([...appointmentColumns], { minLength: appointmentColumns.length }),
    lineEnd: fc.constantFrom('\n', '\r\n'),
    mark: fc.constantFrom('', '\uFEFF'),
  });
  await fc.assert(
    fc.asyncProperty(file, async ({ rows, columns, lineEnd, mark }) => {
      const folder = aFeedFolder({ 'appointments.csv': mark + csv(columns, rows, lineEnd) });
      try {
        const read = await rowsOf(folder.path);
        expect(read.map((row) => row.defect)).toEqual(rows.map(() => null));
        expect(read.map((row) => Object.fromEntries(free.map((column) => [column, row.values[column]])))).toEqual(rows);
      } finally {
        folder.close();
      }
    }),
    { numRuns: 60 },
  );
});

test('any cutting of the bytes into chunks gives the same text, or the same refusal', async () => {
  const bytes = fc.oneof(
    fc.string({ unit: fc.constantFrom(...Array.from('aé日😀\n\r,"')), maxLength: 60 }).map((text) => Buffer.from(text)),
    fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array)),
  );
  const passed = async (chunks: readonly Buffer[]): Promise<string> => {
    const parts: Buffer[] = [];
    try {
      const { transform } = checkedText('f.csv');
      for await (const part of Readable.from(chunks, { objectMode: false }).pipe(transform)) parts.push(part as Buffer);
    } catch (error) {
      return (error as Error).message;
    }
    return Buffer.concat(parts).toString();
  };
  await fc.assert(
    fc.asyncProperty(bytes, fc.array(fc.nat({ max: 60 }), { maxLength: 8 }), async (whole, cuts) => {
      const at = [0, ...cuts.filter((cut) => cut < whole.length).sort((a, b) => a - b), whole.length];
      const chunks = at.slice(1).map((end, index) => whole.subarray(at[index], end));
      expect(await passed(chunks.filter((chunk) => chunk.length > 0))).toBe(
        await passed(whole.length > 0 ? [whole] : []),
      );
    }),
    { numRuns: 300 },
  );
});
