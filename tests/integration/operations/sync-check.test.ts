import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { appointmentColumns, type AppointmentColumn } from '../../../domain/feed/appointment-columns.ts';
import { quarantineReasons } from '../../../domain/feed/quarantine-reasons.ts';
import { aRow, csvOf, practiceWithFeed } from './practice-with-feed.ts';

const practice = practiceWithFeed();

type Row = Partial<Record<AppointmentColumn, string>>;
const good = ['G1', 'G2', 'G3', 'G4', 'G5', 'G6'].map((id) => aRow({ appointment_id: id }));

const cases: [string, string | null, Row][] = [
  ['missing_id', 'appointment_id', { appointment_id: '' }],
  ['unknown_facility', 'facility_id', { facility_id: 'EAST' }],
  ['unknown_facility', 'facility_id', { facility_id: '' }],
  ['bad_time', 'starts_at', { starts_at: '12/01/2026 10:00' }],
  ['bad_time', 'starts_at', { starts_at: '2026-02-30T10:00' }],
  ['bad_time', 'starts_at', { starts_at: '' }],
  ['bad_time', 'starts_at', { starts_at: '0000-01-01T10:00' }],
  ['too_long', null, { guarantor_name: 'x'.repeat(501) }],
  ['dst_gap_time', 'starts_at', { starts_at: '2027-03-14T02:30' }],
  ['bad_duration', 'duration_minutes', { duration_minutes: 'half an hour' }],
  ['bad_duration', 'duration_minutes', { duration_minutes: '0' }],
  ['bad_duration', 'duration_minutes', { duration_minutes: '1441' }],
  ['bad_status', 'status', { status: 'booked' }],
  ['bad_status', 'status', { status: '' }],
  ['missing_patient', 'patient_id', { patient_id: '' }],
  ['missing_last_name', 'last_name', { last_name: '' }],
  ['bad_date', 'date_of_birth', { date_of_birth: '1984-02-30' }],
  ['bad_date', 'date_of_birth', { date_of_birth: '17.5.1984' }],
  ['bad_patient_status', 'patient_status', { patient_status: 'moved away' }],
  ['bad_channel', 'preferred_channel', { preferred_channel: 'fax' }],
  ['bad_permission', 'allow_text', { allow_text: 'maybe' }],
  ['bad_permission', 'allow_voice', { allow_voice: 'maybe' }],
  ['bad_permission', 'allow_email', { allow_email: 'maybe' }],
  ['bad_updated_at', 'updated_at', { updated_at: '2026-11-20 15:02' }],
  ['bad_updated_at', 'updated_at', { updated_at: '2026-11-31T15:02:00Z' }],
];

describe('law 10: a bad row is left out with its line, column and reason, and never stops the others', () => {
  test.each(cases)('%s (%s) %j', async (reason, column, spoilt) => {
    const bad = aRow({ appointment_id: 'BAD', ...spoilt });
    const { run, quarantine } = await practice.take('202611230130', [...good.slice(0, 3), bad, ...good.slice(3)]);
    expect(quarantine).toEqual([
      {
        file: 'appointments_202611230130.csv',
        line: 5,
        column,
        reason,
        externalId: bad.appointment_id === '' ? null : 'BAD',
      },
    ]);
    expect(run).toMatchObject({ state: 'applied', counts: { rows: 7, quarantined: 1, new: 6 } });
    expect(await practice.database.sql`SELECT external_id FROM appointments ORDER BY 1`).toEqual(
      good.map((row) => ({ external_id: row.appointment_id })),
    );
  });

  test('too_long: an id that Postgres could not index', async () => {
    const { run } = await practice.take('202611230130', [
      ...good,
      aRow({ appointment_id: randomBytes(4_000).toString('hex') }),
    ]);
    expect(run).toMatchObject({ state: 'applied', counts: { new: 6, quarantined: 1 } });
  });

  test('duplicate_id: every row of the id is left out, since neither can be told to be the right one', async () => {
    const { run, quarantine } = await practice.take('202611230130', [
      ...good,
      aRow({ appointment_id: 'D' }),
      aRow({ appointment_id: 'D', starts_at: '2026-12-02T10:00' }),
    ]);
    expect(quarantine.map((row) => [row.line, row.reason])).toEqual([
      [8, 'duplicate_id'],
      [9, 'duplicate_id'],
    ]);
    expect(run.counts).toMatchObject({ new: 6, quarantined: 2 });
  });

  test('bad_columns and bad_text: rows that cannot be taken apart', async () => {
    const cells = appointmentColumns.map((column) => aRow({ appointment_id: 'BAD' })[column]).join(',');
    practice.put('202611230130', `${csvOf(good)}${cells},too many\n${cells.replace('Doe', 'D\0oe')}\n`);
    const { quarantine } = await practice.sync();
    expect(quarantine.map((row) => [row.line, row.column, row.reason])).toEqual([
      [8, null, 'bad_columns'],
      [9, null, 'bad_text'],
    ]);
  });

  test('every reason that the check can give has a sentence that says what to do, and each is tested here', () => {
    const tested = new Set([...cases.map(([reason]) => reason), 'duplicate_id', 'bad_columns', 'bad_text']);
    expect([...tested].sort()).toEqual(Object.keys(quarantineReasons).sort());
  });
});

test('values that Kept has no rule for are no reason to leave a row out', async () => {
  const odd = aRow({ language: 'Klingon', email: 'no address', cell_phone: 'call the wife', type_name: 'x\ty\\z\nw' });
  const { run } = await practice.take('202611230130', [odd]);
  expect(run).toMatchObject({ state: 'applied', counts: { new: 1, quarantined: 0 } });
  const [row] = await practice.database.sql`
    SELECT language, email, cell_e164, type_name FROM patients JOIN appointments ON patient_id = patients.id`;
  expect(row).toEqual({ language: 'en', email: 'no address', cell_e164: null, type_name: 'x\ty\\z w' });
});

describe('a suspicious feed is refused whole', () => {
  async function nothingWasApplied(): Promise<void> {
    expect(await practice.database.sql`SELECT 1 FROM appointments`).toEqual([]);
    expect(await practice.database.sql`SELECT 1 FROM patients`).toEqual([]);
    expect(await practice.database.sql`SELECT 1 FROM staging_rows`).toEqual([]);
  }

  test('when none of its rows can be taken; the quarantine says why', async () => {
    const { run, quarantine } = await practice.take('202611230130', [aRow({ status: 'booked' })]);
    expect(run).toMatchObject({ state: 'refused', reason: 'no_good_rows', counts: { rows: 1, quarantined: 1 } });
    expect(quarantine).toHaveLength(1);
    await nothingWasApplied();
  });

  test('when more than half of its rows cannot be taken', async () => {
    const bad = ['B1', 'B2', 'B3', 'B4'].map((id) => aRow({ appointment_id: id, status: 'booked' }));
    const refused = await practice.take('202611230130', [...good.slice(0, 3), ...bad]);
    expect(refused.run).toMatchObject({ state: 'refused', reason: 'too_many_bad_rows' });
    await nothingWasApplied();
    const half = await practice.take('202611230131', [...good.slice(0, 4), ...bad]);
    expect(half.run).toMatchObject({ state: 'applied', counts: { new: 4, quarantined: 4 } });
  });

  test.each([
    ['half_file', `${csvOf(good)}"BAD","MAIN"`],
    ['half_file', csvOf(good).slice(0, -2)],
    ['empty_file', ''],
    ['missing_columns', csvOf(good).replace('starts_at', 'start')],
    ['bad_encoding', csvOf([aRow({ last_name: 'N\uFFFDez' })])],
  ])('when its file is no good: %s', async (reason, content) => {
    practice.put('202611230130', content);
    if (reason === 'bad_encoding') {
      writeFileSync(
        `${practice.folder}/appointments_202611230130.csv`,
        Buffer.from(content.replace('\uFFFD', 'ú'), 'latin1'),
      );
    }
    const { run } = await practice.sync();
    expect(run).toMatchObject({ state: 'refused', reason });
    expect(run.advice).not.toBeNull();
    await nothingWasApplied();
  });

  test('when its export lies in the future, or is older than the one that was applied', async () => {
    expect((await practice.take('202611231200', good)).run).toMatchObject({
      state: 'refused',
      reason: 'future_export',
    });
    rmSync(`${practice.folder}/appointments_202611231200.csv`);
    expect((await practice.take('202611230130', good)).run.state).toBe('applied');
    rmSync(`${practice.folder}/appointments_202611230130.csv`);
    expect((await practice.take('202611220130', good.slice(1))).run).toMatchObject({
      state: 'refused',
      reason: 'older_export',
      advice: expect.stringContaining('2026-11-23T06:30:00Z') as string,
    });
    expect(await practice.database.sql`SELECT 1 FROM appointments WHERE gone_at IS NULL`).toHaveLength(6);
  });
});
