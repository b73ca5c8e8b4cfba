import { afterEach, describe, expect, test } from 'vitest';
import { csvFeed } from '../../../feeds/csv/csv-feed.ts';
import { aFeedFolder, aLine, header, rowsOf, zone, type FeedFolder } from './feed-folder.ts';

const folders: FeedFolder[] = [];
function folderWith(files: Readonly<Record<string, string | Buffer>>): FeedFolder {
  const folder = aFeedFolder(files);
  folders.push(folder);
  return folder;
}
afterEach(() => folders.splice(0).forEach((folder) => folder.close()));

async function idsOf(path: string): Promise<string[]> {
  return (await rowsOf(path)).map((row) => row.values.appointment_id);
}

const file = (...lines: string[]): string => `${[header, ...lines].join('\n')}\n`;

describe('which export is read', () => {
  test('the newest by the time in its name, on the practice’s clocks', async () => {
    const folder = folderWith({
      'appointments_20261121.csv': file(aLine('old')),
      'appointments_202611230130.csv': file(aLine('new')),
      'appointments_20261122.csv': file(aLine('older')),
      'recalls_20261124.csv': 'something else',
    });
    expect(await idsOf(folder.path)).toEqual(['new']);
    const { exportedAt, files } = await csvFeed(folder.path, zone).open('appointments');
    expect(new Date(exportedAt).toISOString()).toBe('2026-11-23T06:30:00.000Z');
    expect(files).toEqual(['appointments_202611230130.csv']);
  });

  test('a file without a time in its name is as new as its last change', async () => {
    const folder = folderWith({});
    folder.put('appointments.csv', file(aLine('plain')), '2026-11-23T12:00:00Z');
    // Changed on another day than its stamp tells, so that the stamp alone counts, whatever day the test runs on.
    folder.put('appointments_20261123.csv', file(aLine('stamped')), '2026-11-25T12:00:00Z');
    expect(await idsOf(folder.path)).toEqual(['plain']);
    folder.put('appointments.csv', file(aLine('plain')), '2026-11-22T12:00:00Z');
    expect(await idsOf(folder.path)).toEqual(['stamped']);
  });

  test.each([
    ['on that day is made exact by the file’s last change', '2026-11-23T20:00:00Z', '2026-11-23T20:00:00Z'],
    ['on another day is that day’s beginning', '2026-11-24T12:00:00Z', '2026-11-23T05:00:00Z'],
    ['late on that day in UTC, on another by the practice’s clocks', '2026-11-23T04:59:00Z', '2026-11-23T05:00:00Z'],
  ])('a stamp that tells only the day, of a file changed %s', async (_when, changedAt, exportedAt) => {
    const folder = folderWith({});
    folder.put('appointments_20261123.csv', file(aLine('A')), changedAt);
    expect((await csvFeed(folder.path, zone).open('appointments')).exportedAt).toBe(Date.parse(exportedAt));
  });

  test('digits that are no date are no time of an export', async () => {
    const folder = folderWith({});
    folder.put('appointments_20261399.csv', file(aLine('A')), '2026-11-23T12:00:00Z');
    expect((await csvFeed(folder.path, zone).open('appointments')).exportedAt).toBe(Date.parse('2026-11-23T12:00:00Z'));
  });

  test('parts are one export, in their order, each by its own header', async () => {
    const folder = folderWith({
      'appointments_20261123-2of2.csv': `last_name,patient_id,status,starts_at,facility_id,appointment_id\nDoe,P,scheduled,2026-11-24T10:00,MAIN,B\n`,
      'appointments_20261123-1of2.csv': file(aLine('A')),
    });
    expect(await idsOf(folder.path)).toEqual(['A', 'B']);
  });

  test('parts that are not all there leave the export before them in force', async () => {
    const folder = folderWith({
      'appointments_20261122.csv': file(aLine('before')),
      'appointments_20261123-1of3.csv': file(aLine('A')),
      'appointments_20261123-3of3.csv': file(aLine('C')),
    });
    expect(await idsOf(folder.path)).toEqual(['before']);
  });

  test('parts that are not all there and nothing else are refused, and the missing ones named', async () => {
    const folder = folderWith({
      'appointments_20261123-1of3.csv': file(aLine('A')),
    });
    await expect(rowsOf(folder.path)).rejects.toMatchObject({
      code: 'feed_refused',
      reason: 'missing_parts',
      message: expect.stringContaining('3 parts, and part 2, 3 is missing') as string,
    });
  });

  test('a single file may bear any name', async () => {
    const folder = folderWith({ 'export.csv': file(aLine('A')) });
    expect(await idsOf(`${folder.path}/export.csv`)).toEqual(['A']);
  });

  test('one part by itself is refused', async () => {
    const folder = folderWith({ 'appointments-1of2.csv': file(aLine('A')) });
    await expect(rowsOf(`${folder.path}/appointments-1of2.csv`)).rejects.toMatchObject({ reason: 'missing_parts' });
  });

  test('a folder without an export, and a path that is not there, are refused', async () => {
    const folder = folderWith({ 'orders.csv': 'x' });
    await expect(rowsOf(folder.path)).rejects.toMatchObject({ reason: 'no_files' });
    await expect(rowsOf(`${folder.path}/nowhere`)).rejects.toMatchObject({ reason: 'no_files' });
  });
});

describe('the header', () => {
  test('may have a byte order mark, capitals, spaces, any order and columns that nobody reads', async () => {
    const folder = folderWith({
      'appointments.csv': `\uFEFFBalance, Last_Name ,PATIENT_ID,status,starts_at,facility_id,appointment_id\n1,Doe,P,scheduled,2026-11-24T10:00,MAIN,A\n`,
    });
    const [row] = await rowsOf(folder.path);
    expect(row?.values).toMatchObject({ appointment_id: 'A', last_name: 'Doe', patient_id: 'P', email: '' });
  });

  test('without required columns is refused, naming those and the ones that are there', async () => {
    const folder = folderWith({ 'appointments.csv': 'appointment_id,start,status,patient_id\nA,x,y,z\n' });
    await expect(rowsOf(folder.path)).rejects.toMatchObject({
      reason: 'missing_columns',
      message:
        'appointments.csv lacks facility_id, starts_at, last_name. It has: appointment_id, start, status, patient_id. ' +
        'Add the columns, or name them under "headers" in mapping.json.',
    });
  });

  test('law 6: a file without a header is refused without a word of its first row', async () => {
    const folder = folderWith({ 'appointments.csv': 'A1,MAIN,2026-11-24T10:00,scheduled,P1,Zebrowski,7575550111\n' });
    const refusal = await rowsOf(folder.path).catch((error: unknown) => error as Error);
    expect(refusal).toMatchObject({ reason: 'missing_columns' });
    expect((refusal as Error).message).not.toMatch(/Zebrowski|7575550111/);
  });

  test('that names a column twice is refused', async () => {
    const folder = folderWith({ 'appointments.csv': `${header},STATUS\n${aLine('A')},x\n` });
    await expect(rowsOf(folder.path)).rejects.toMatchObject({ reason: 'repeated_columns' });
  });
});

describe('a file that is not whole', () => {
  const whole = file(aLine('A'), aLine('B'), `C,MAIN,2026-11-24T10:00,scheduled,P-C,"Doe, ""JD"" Jr."`);

  test('is refused when it breaks off in the middle of a line', async () => {
    const folder = folderWith({ 'appointments.csv': whole.slice(0, whole.indexOf('C,MAIN') + 20) });
    await expect(rowsOf(folder.path)).rejects.toMatchObject({
      reason: 'half_file',
      message: expect.stringContaining('line 4') as string,
    });
  });

  test('is refused when it breaks off inside a quoted value', async () => {
    const folder = folderWith({ 'appointments.csv': whole.slice(0, -6) });
    await expect(rowsOf(folder.path)).rejects.toMatchObject({ reason: 'half_file' });
  });

  test('is refused when it is empty, or has a header and no rows', async () => {
    await expect(rowsOf(folderWith({ 'appointments.csv': '' }).path)).rejects.toMatchObject({ reason: 'empty_file' });
    await expect(rowsOf(folderWith({ 'appointments.csv': header }).path)).rejects.toMatchObject({
      reason: 'empty_file',
    });
  });

  test('is refused when it grows while it is read', async () => {
    const folder = folderWith({ 'appointments.csv': whole });
    const opened = await csvFeed(folder.path, zone).open('appointments');
    const reading = async (): Promise<void> => {
      for await (const row of opened.rows()) if (row.line === 2) folder.put('appointments.csv', whole + aLine('D'));
    };
    await expect(reading()).rejects.toMatchObject({ reason: 'still_growing' });
  });

  test('needs no line end after its last row', async () => {
    expect(await idsOf(folderWith({ 'appointments.csv': whole.trimEnd() }).path)).toEqual(['A', 'B', 'C']);
  });
});

test('text that is not UTF-8 is refused whole, with its line and byte', async () => {
  const latin1 = Buffer.from(file(aLine('A'), aLine('B', 'Núñez'), aLine('C')), 'latin1');
  const folder = folderWith({ 'appointments.csv': latin1 });
  await expect(rowsOf(folder.path)).rejects.toMatchObject({
    reason: 'bad_encoding',
    message: expect.stringContaining('(line 3, byte 40)') as string,
  });
});
