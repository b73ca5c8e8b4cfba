import { describe, expect, test } from 'vitest';
import { csvFeed } from '../../../feeds/csv/csv-feed.ts';
import { addPractice } from '../../../operations/practices/add-practice.ts';
import { syncFeed } from '../../../operations/sync/sync-feed.ts';
import { aRow, csvOf, examplePractice, practiceWithFeed } from './practice-with-feed.ts';

const practice = practiceWithFeed();
const ids = (count: number, prefix = 'A'): string[] => Array.from({ length: count }, (_, i) => `${prefix}${i + 1}`);
const rowsFor = (names: readonly string[], row: Parameters<typeof aRow>[0] = {}) =>
  names.map((id) => aRow({ ...row, appointment_id: id }));

/** All that a sync writes, but for the runs themselves. */
async function theCopy(): Promise<unknown> {
  const { sql } = practice.database;
  return {
    appointments: await sql`SELECT * FROM appointments ORDER BY external_id`,
    patients: await sql`SELECT * FROM patients ORDER BY external_id`,
    contacts: await sql`SELECT * FROM contact_points ORDER BY address`,
    messages: await sql`SELECT * FROM messages ORDER BY id`,
    subjects: await sql`SELECT * FROM subjects ORDER BY id`,
    outbox: await sql`SELECT * FROM outbox ORDER BY subject_id`,
    planChanges: await sql`SELECT * FROM plan_changes ORDER BY subject_id, version`,
  };
}

async function visit(id: string): Promise<Record<string, unknown>> {
  const [row] = await practice.database.sql`
    SELECT starts_at, pms_state, answer, gone_at IS NOT NULL AS gone, source_at, type_name
    FROM appointments WHERE external_id = ${id}`;
  return row ?? {};
}

async function reasonsOf(id: string): Promise<(string | null)[]> {
  const rows = await practice.database.sql<{ reason: string | null }[]>`
    SELECT reason FROM messages JOIN appointments ON appointments.id = subject_id
    WHERE external_id = ${id} ORDER BY occurrence, slot`;
  return rows.map((row) => row.reason);
}

test('the same feed twice changes nothing and calls nobody', async () => {
  const rows = [...rowsFor(ids(4)), aRow({ appointment_id: 'P', status: 'cancelled', cell_phone: '' })];
  await practice.take('202611230130', rows);
  const before = await theCopy();
  practice.now += 3_600_000;
  expect((await practice.sync()).run.counts).toMatchObject({ new: 0, changed: 0, gone: 0, unchanged: 5 });
  expect((await practice.take('202611230700', rows)).run).toMatchObject({ state: 'applied', counts: { unchanged: 5 } });
  expect(await theCopy()).toEqual(before);
});

test('a dry run says what would happen and leaves nothing behind', async () => {
  await practice.take('202611230130', rowsFor(ids(3)));
  const before = await theCopy();
  practice.put('202611230200', 'no header\n');
  expect((await practice.trySync()).run).toMatchObject({ state: 'refused', reason: 'missing_columns' });
  practice.put(
    '202611230300',
    csvOf([...rowsFor(['A1', 'N1']), aRow({ appointment_id: 'A2', type_name: 'new' }), aRow({ status: '' })]),
  );
  const { run, quarantine } = await practice.trySync();
  expect(run.counts).toMatchObject({ rows: 4, new: 1, changed: 1, gone: 1, quarantined: 2 });
  expect(quarantine.map((row) => row.reason)).toEqual(['duplicate_id', 'duplicate_id']);
  expect(await theCopy()).toEqual(before);
  expect(await practice.database.sql`SELECT 1 FROM sync_runs`).toHaveLength(1);
  expect(await practice.database.sql`SELECT 1 FROM quarantine`).toEqual([]);
});

describe('a visit that changed', () => {
  test('is written and planned again, alone', async () => {
    await practice.take('202611230130', rowsFor(ids(3)));
    await practice.database.sql`DELETE FROM outbox`;
    const { run } = await practice.take('202611230200', [
      ...rowsFor(['A1', 'A3']),
      aRow({ appointment_id: 'A2', status: 'cancelled' }),
    ]);
    expect(run.counts).toMatchObject({ new: 0, changed: 1, unchanged: 2 });
    expect(await practice.database.sql`SELECT signal FROM outbox`).toEqual([{ signal: 'cancelled' }]);
    expect(await visit('A2')).toMatchObject({ pms_state: 'cancelled' });
    expect(await reasonsOf('A2')).toEqual(['cancelled', 'cancelled']);
    expect(await practice.database.sql`SELECT cause, detail FROM plan_changes WHERE version = 2`).toEqual([
      { cause: 'feed', detail: { runId: run.id } },
    ]);
  });

  test('loses its answer when its time is another, and the history says so; not when only its words are', async () => {
    await practice.take('202611230130', rowsFor(['A1', 'A2']));
    await practice.database
      .sql`UPDATE appointments SET answer = 'confirmed', answer_source = 'text', answered_at = now()`;
    await practice.take('202611230200', [
      aRow({ appointment_id: 'A1', starts_at: '2026-12-02T11:00' }),
      aRow({ appointment_id: 'A2', type_name: 'Check-up' }),
    ]);
    expect(await visit('A1')).toMatchObject({ answer: 'none', starts_at: new Date('2026-12-02T16:00:00Z') });
    expect(await visit('A2')).toMatchObject({ answer: 'confirmed', type_name: 'Check-up' });
    expect(
      await practice.database.sql`
      SELECT external_id, occurrence, answers.answer, source FROM answers
      JOIN appointments ON appointments.id = appointment_id`,
    ).toEqual([{ external_id: 'A1', occurrence: new Date('2026-12-02T16:00:00Z'), answer: 'none', source: 'move' }]);
    expect(await reasonsOf('A1')).toEqual(['moved', 'moved', null, null]);
  });

  test('that the desk confirmed is answered', async () => {
    await practice.take('202611230130', rowsFor(['A1']));
    await practice.take('202611230200', rowsFor(['A1'], { status: 'confirmed' }));
    expect(await reasonsOf('A1')).toEqual(['answered', 'answered']);
  });

  test('follows a facility whose zone was corrected', async () => {
    await practice.take('202611230130', rowsFor(['A1']));
    await practice.database.sql`UPDATE facilities SET time_zone = 'America/Denver' WHERE external_id = 'MAIN'`;
    try {
      expect((await practice.take('202611230200', rowsFor(['A1']))).run.counts).toMatchObject({ changed: 1 });
      expect(await visit('A1')).toMatchObject({ starts_at: new Date('2026-12-01T17:00:00Z') });
    } finally {
      await practice.database.sql`UPDATE facilities SET time_zone = 'America/New_York' WHERE external_id = 'MAIN'`;
    }
  });
});

describe('a patient', () => {
  test('who has another number is texted there, for every visit; an opt-out of the number stays', async () => {
    await practice.take('202611230130', rowsFor(['A1', 'A2'], { patient_id: 'P' }));
    await practice.database.sql`UPDATE contact_points SET opted_out_at = now()`;
    const changed = rowsFor(['A1', 'A2'], { patient_id: 'P', cell_phone: '757-555-0143' });
    expect((await practice.take('202611230200', changed)).run.counts).toMatchObject({ changed: 2 });
    expect(
      await practice.database.sql`
      SELECT address, opted_out_at IS NOT NULL AS opted_out, count(messages.id)::int AS messages
      FROM contact_points LEFT JOIN messages ON contact_point_id = contact_points.id GROUP BY 1, 2 ORDER BY 1`,
    ).toEqual([
      { address: '+17575550142', opted_out: true, messages: 0 },
      { address: '+17575550143', opted_out: false, messages: 4 },
    ]);
  });

  test('of whom two rows say different things is as the newer row says, in whatever order they stand', async () => {
    const rows = [
      aRow({ appointment_id: 'A1', patient_id: 'P', first_name: 'Older', updated_at: '2026-11-20T10:00:00Z' }),
      aRow({ appointment_id: 'A2', patient_id: 'P', first_name: 'Newer', updated_at: '2026-11-21T10:00:00Z' }),
    ];
    for (const [stamp, order] of [['202611230130', rows] as const, ['202611230200', rows.toReversed()] as const]) {
      await practice.take(stamp, order);
      expect(await practice.database.sql`SELECT first_name FROM patients`).toEqual([{ first_name: 'Newer' }]);
    }
    expect(await practice.database.sql`SELECT 1 FROM plan_changes WHERE version > 1`).toEqual([]);
  });
});

describe('an older fact never overwrites a newer one', () => {
  test('a row that was updated before what is known is left alone, and its visit is not gone', async () => {
    await practice.take('202611230130', [
      ...rowsFor(ids(3)),
      aRow({ appointment_id: 'X', status: 'confirmed', updated_at: '2026-11-23T05:00:00Z' }),
    ]);
    const { run } = await practice.take('202611230200', [
      ...rowsFor(ids(3)),
      aRow({ appointment_id: 'X', status: 'scheduled', updated_at: '2026-11-22T05:00:00Z' }),
    ]);
    expect(run.counts).toMatchObject({ older: 1, changed: 0, gone: 0 });
    expect(await visit('X')).toMatchObject({ pms_state: 'confirmed', gone: false });
  });

  test('a visit that another feed has brought since the file was written is neither changed nor gone', async () => {
    await practice.take('202611230130', rowsFor(ids(4)));
    await practice.database.sql`
      UPDATE appointments SET source_at = '2026-11-23T11:00:00Z', pms_state = 'confirmed' WHERE external_id IN ('A1', 'A2')`;
    const { run } = await practice.take('202611230200', rowsFor(['A2', 'A3', 'A4'], { type_name: 'x' }));
    expect(run.counts).toMatchObject({ older: 1, changed: 2, gone: 0 });
    expect(await visit('A1')).toMatchObject({ pms_state: 'confirmed', gone: false });
    expect(await visit('A2')).toMatchObject({ pms_state: 'confirmed', type_name: '' });
  });

  test('a row that says it is of the future is of now, so it cannot lock itself', async () => {
    await practice.take('202611230130', rowsFor(['A1'], { updated_at: '2036-01-01T00:00:00Z' }));
    expect(await visit('A1')).toMatchObject({ source_at: new Date(practice.now) });
    practice.now += 86_400_000;
    await practice.take('202611240130', rowsFor(['A1'], { updated_at: '2026-11-24T01:00:00-05:00', type_name: 'x' }));
    expect(await visit('A1')).toMatchObject({ type_name: 'x' });
  });
});

describe('a visit that is not in the file', () => {
  test('is gone, and its reminders with it; when it comes back so do they', async () => {
    await practice.take('202611230130', rowsFor(ids(4)));
    const { run } = await practice.take('202611230200', rowsFor(ids(3)));
    expect(run.counts).toMatchObject({ gone: 1, unchanged: 3 });
    expect(await visit('A4')).toMatchObject({ gone: true });
    expect(await reasonsOf('A4')).toEqual(['cancelled', 'cancelled']);
    expect((await practice.sync()).run.counts).toMatchObject({ gone: 0, changed: 0 });

    const back = rowsFor(ids(4), { updated_at: '2026-11-01T00:00:00Z' });
    expect((await practice.take('202611230300', back)).run.counts).toMatchObject({ changed: 1, unchanged: 3 });
    expect(await visit('A4')).toMatchObject({ gone: false });
    expect(await reasonsOf('A4')).toEqual([null, null]);
  });

  test('stays when it lies outside of the window: past, begun, or beyond a year', async () => {
    await practice.take('202611230130', [
      ...rowsFor(ids(3)),
      aRow({ appointment_id: 'PAST', starts_at: '2026-11-22T10:00' }),
      aRow({ appointment_id: 'BEGUN', starts_at: '2026-11-23T06:59' }),
      aRow({ appointment_id: 'FAR', starts_at: '2027-11-30T10:00' }),
    ]);
    expect((await practice.take('202611230200', rowsFor(ids(3)))).run.counts).toMatchObject({ gone: 0 });
  });

  test('stays when its facility is not in the file at all', async () => {
    await practice.take('202611230130', [...rowsFor(ids(3)), aRow({ appointment_id: 'W', facility_id: 'WEST' })]);
    expect((await practice.take('202611230200', rowsFor(ids(3)))).run.counts).toMatchObject({ gone: 0 });
  });

  test('stays as last known when its row is in quarantine, however much of the row can be read', async () => {
    await practice.take('202611230130', [
      ...rowsFor(ids(6)),
      aRow({ appointment_id: 'STATUS' }),
      aRow({ appointment_id: 'NOID', patient_id: 'P-NOID' }),
      aRow({ appointment_id: 'COLUMNS' }),
    ]);
    const bad = [aRow({ appointment_id: 'STATUS', status: '?' }), aRow({ appointment_id: '', patient_id: 'P-NOID' })];
    practice.put('202611230200', `${csvOf([...rowsFor(ids(6)), ...bad])}one too many,COLUMNS,${','.repeat(40)}\n`);
    expect((await practice.sync()).run.counts).toMatchObject({ gone: 0, quarantined: 3, unchanged: 6 });
  });
});

describe('losing half or more of a part holds that part', () => {
  const west = (names: readonly string[], row = {}) => rowsFor(names, { facility_id: 'WEST', ...row });

  test('of a facility: nothing of it is gone, the run says so, and what else is gone goes', async () => {
    await practice.take('202611230130', [...rowsFor(ids(10)), ...west(ids(6, 'W'))]);
    const { run } = await practice.take('202611230200', [...rowsFor(ids(9)), ...west(ids(3, 'W'))]);
    expect(run).toMatchObject({
      state: 'applied',
      counts: { gone: 1, held: 3 },
      advice: expect.stringContaining('facility WEST would lose 3 of its 6 visits of the next 14 days') as string,
    });
    expect(await visit('W6')).toMatchObject({ gone: false });
    expect(await visit('A10')).toMatchObject({ gone: true });
  });

  test('of a provider, across facilities', async () => {
    const doctor = { provider_id: 'DR1' };
    await practice.take('202611230130', [...rowsFor(ids(20)), ...rowsFor(ids(5, 'D'), doctor)]);
    const { run } = await practice.take('202611230200', [...rowsFor(ids(20)), ...rowsFor(ids(2, 'D'), doctor)]);
    expect(run).toMatchObject({
      counts: { gone: 0, held: 3 },
      advice: expect.stringContaining('provider DR1 would lose 3 of its 5 visits') as string,
    });
  });

  test('of a facility that is not in the file at all', async () => {
    await practice.take('202611230130', [...rowsFor(ids(10)), ...west(ids(5, 'W'))]);
    const { run } = await practice.take('202611230200', rowsFor(ids(10)));
    expect(run).toMatchObject({
      counts: { gone: 0, held: 5 },
      advice: expect.stringContaining('facility WEST would lose 5 of its 5') as string,
    });
  });

  test('not below five visits, not below a half, not for visits that were cancelled or are far off', async () => {
    const quiet = { ...{ facility_id: 'WEST' }, starts_at: '2027-01-20T10:00' };
    await practice.take('202611230130', [
      ...rowsFor(ids(9)),
      ...west(ids(4, 'W')),
      ...rowsFor(ids(3, 'C'), { facility_id: 'WEST', status: 'cancelled' }),
      ...rowsFor(ids(9, 'F'), quiet),
    ]);
    const { run } = await practice.take('202611230200', [...rowsFor(ids(5)), ...west(ids(1, 'W'))]);
    expect(run).toMatchObject({ counts: { gone: 4 + 3 + 3 + 9, held: 0 }, advice: null });
  });

  test('until a person has looked and accepts the losses', async () => {
    await practice.take('202611230130', [...rowsFor(ids(10)), ...west(ids(6, 'W'))]);
    await practice.take('202611230200', [...rowsFor(ids(10)), ...west(ids(2, 'W'))]);
    const { run } = await practice.sync({ acceptLosses: true });
    expect(run).toMatchObject({ counts: { gone: 4, held: 0 }, advice: null });
    expect(await visit('W6')).toMatchObject({ gone: true });
  });
});

test('a practice never takes another’s rows for its own', async () => {
  await practice.take('202611230130', rowsFor(ids(5)));
  const other = await addPractice(
    practice.database.db,
    { ...examplePractice, slug: 'other', senders: [{ channel: 'text', address: '+17575550177' }] },
    { carrier: 'configured', live: false, feedFolder: null },
  );
  const options = { source: 'command', list: 'appointments', path: practice.folder, acceptLosses: false } as const;
  const { run } = await syncFeed(practice.database.db, other, csvFeed(practice.folder, 'America/New_York'), options);
  expect(run.counts).toMatchObject({ new: 5, unchanged: 0, gone: 0 });
  expect(
    await practice.database.sql`
    SELECT practice_id = ${other} AS theirs, count(*)::int FROM appointments GROUP BY 1 ORDER BY 1`,
  ).toEqual([
    { theirs: false, count: 5 },
    { theirs: true, count: 5 },
  ]);
});
