import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { aRow, fileOf, practiceWithFeed } from './practice-with-feed.ts';

const practice = practiceWithFeed();

const patient = { patient_id: 'P1', first_name: 'Ada', last_name: 'Doe', cell_phone: '+17575550142' };
const aRecall = { recall_id: 'R1', facility_id: 'MAIN', due_on: '2026-11-30', type_name: 'Cleaning', ...patient };
const anOrder = {
  order_id: 'O1',
  facility_id: 'MAIN',
  product_name: 'Glasses',
  status: 'received',
  ready_on: '2026-11-24',
  ...patient,
};

interface CopiedRecall {
  readonly external_id: string;
  readonly due_on: string;
  readonly gone: boolean;
}

function recalls(): Promise<CopiedRecall[]> {
  return practice.database.sql<CopiedRecall[]>`
    SELECT external_id, due_on::text, due_at, type_name, booked_by, gone_at IS NOT NULL AS gone FROM recalls ORDER BY external_id`;
}

test('a list of recalls becomes rows with subjects, from the day on that begins at the facility', async () => {
  const { run } = await practice.takeList('recalls', '202611230130', [aRecall]);
  expect(run).toMatchObject({ list: 'recalls', state: 'applied', counts: { rows: 1, new: 1, quarantined: 0 } });
  expect(await recalls()).toEqual([
    {
      ...{ external_id: 'R1', due_on: '2026-11-30', type_name: 'Cleaning', booked_by: '', gone: false },
      due_at: new Date('2026-11-30T05:00:00Z'),
    },
  ]);
  expect(await practice.database.sql`SELECT type FROM subjects`).toEqual([{ type: 'recall' }]);

  const again = await practice.takeList('recalls', '202611230600', [aRecall]);
  expect(again.run.counts).toMatchObject({ unchanged: 1, new: 0, changed: 0, gone: 0 });
});

test('an order that is not received need not say when it is ready; one that is must', async () => {
  const { run, quarantine } = await practice.takeList('orders', '202611230130', [
    anOrder,
    { ...anOrder, order_id: 'O2', status: 'ordered', ready_on: '' },
    { ...anOrder, order_id: 'O3', ready_on: '' },
    { ...anOrder, order_id: 'O4', status: 'lost' },
  ]);
  expect(run).toMatchObject({ state: 'applied', counts: { new: 2, quarantined: 2 } });
  expect(quarantine.map(({ externalId, column, reason }) => [externalId, column, reason])).toEqual([
    ['O3', 'ready_on', 'bad_date'],
    ['O4', 'status', 'bad_status'],
  ]);
  expect(
    await practice.database.sql`SELECT external_id, state, ready_on::text FROM orders ORDER BY external_id`,
  ).toEqual([
    { external_id: 'O1', state: 'received', ready_on: '2026-11-24' },
    { external_id: 'O2', state: 'ordered', ready_on: null },
  ]);
});

test.each(['2026-11-31', '11/30/2026', ''])('a recall due on "%s" is left out', async (due_on) => {
  const { quarantine } = await practice.takeList('recalls', '202611230130', [
    aRecall,
    { ...aRecall, recall_id: 'R2', due_on },
  ]);
  expect(quarantine.map(({ externalId, column, reason }) => [externalId, column, reason])).toEqual([
    ['R2', 'due_on', 'bad_date'],
  ]);
});

test('what a complete list no longer holds is gone, and is back when it does; no list touches what another brought', async () => {
  await practice.take('202611230130', [aRow({ patient_id: 'P1' })]);
  await practice.takeList('orders', '202611230130', [anOrder]);
  await practice.takeList('recalls', '202611230130', [aRecall, { ...aRecall, recall_id: 'R2' }]);
  const { run } = await practice.takeList('recalls', '202611230600', [aRecall]);
  expect(run.counts).toMatchObject({ gone: 1, unchanged: 1 });
  expect((await recalls()).map(({ external_id, gone }) => [external_id, gone])).toEqual([
    ['R1', false],
    ['R2', true],
  ]);
  expect(await practice.database.sql`SELECT gone_at FROM appointments UNION ALL SELECT gone_at FROM orders`).toEqual([
    { gone_at: null },
    { gone_at: null },
  ]);
  practice.now = Date.parse('2026-11-25T12:00:00Z');
  await practice.takeList('recalls', '202611250130', [aRecall, { ...aRecall, recall_id: 'R2' }]);
  expect((await recalls()).map(({ gone }) => gone)).toEqual([false, false]);
});

test('an older list is refused, whatever is newer of another', async () => {
  await practice.takeList('recalls', '202611230130', [aRecall]);
  const { run } = await practice.take('202611220130', [aRow()]);
  expect(run.state).toBe('applied');
  rmSync(join(practice.folder, 'recalls_202611230130.csv'));
  const older = await practice.takeList('recalls', '202611220130', [{ ...aRecall, due_on: '2026-12-07' }]);
  expect(older.run).toMatchObject({ state: 'refused', reason: 'older_export' });
  expect((await recalls()).map(({ due_on }) => due_on)).toEqual(['2026-11-30']);
});

test('half of the open recalls of a facility are not gone before a person has looked', async () => {
  const many = Array.from({ length: 6 }, (_, index) => ({ ...aRecall, recall_id: `R${index}` }));
  await practice.takeList('recalls', '202611230130', many);
  const { run } = await practice.takeList('recalls', '202611230600', many.slice(0, 3));
  expect(run).toMatchObject({ state: 'applied', counts: { gone: 0, held: 3 } });
  expect(run.advice).toContain('facility MAIN would lose 3 of its 6 open recalls');
});

test('what a list has no column for it does not overwrite', async () => {
  await practice.take('202611230130', [aRow({ patient_id: 'P1', email: 'ada@example.com', language: 'es' })]);
  practice.put(
    '202611230200',
    fileOf(
      ['recall_id', 'facility_id', 'due_on', 'patient_id', 'last_name', 'cell_phone'],
      [{ ...aRecall, cell_phone: '+17575550199' }],
    ),
    'recalls',
  );
  await practice.sync({ list: 'recalls' });
  expect(await practice.database.sql`SELECT first_name, email, language, cell_e164 FROM patients`).toEqual([
    { first_name: 'Ada', email: 'ada@example.com', language: 'es', cell_e164: '+17575550199' },
  ]);
});

test('a dry run says what would be new and changes nothing', async () => {
  practice.put(
    '202611230130',
    fileOf(['order_id', 'facility_id', 'status', 'patient_id', 'last_name', 'ready_on'], [anOrder]),
    'orders',
  );
  const { run } = await practice.trySync('orders');
  expect(run.counts).toMatchObject({ new: 1 });
  expect(await practice.database.sql`SELECT 1 FROM orders`).toEqual([]);
});

describe('the last row of a list', () => {
  const inTheWest = { ...aRecall, recall_id: 'R9', facility_id: 'WEST', patient_id: 'P9' };

  test('leaves it with a file that has a header alone', async () => {
    await practice.takeList('recalls', '202611230130', [aRecall, inTheWest]);
    await practice.takeList('orders', '202611230130', [anOrder]);
    const emptied = [
      await practice.takeList('recalls', '202611230600', []),
      await practice.takeList('orders', '202611230600', []),
    ];
    expect(emptied.map(({ run }) => [run.state, run.counts['rows'], run.counts['gone']])).toEqual([
      ['applied', 0, 2],
      ['applied', 0, 1],
    ]);
    expect((await recalls()).map(({ gone }) => gone)).toEqual([true, true]);
  });

  test('of one facility leaves it while another has some', async () => {
    await practice.takeList('recalls', '202611230130', [aRecall, inTheWest]);
    const { run } = await practice.takeList('recalls', '202611230600', [aRecall]);
    expect(run.counts).toMatchObject({ gone: 1, unchanged: 1 });
    expect((await recalls()).map(({ external_id, gone }) => [external_id, gone])).toEqual([
      ['R1', false],
      ['R9', true],
    ]);
  });

  test('and four more do not leave a facility at once before a person has looked', async () => {
    const five = Array.from({ length: 5 }, (_, index) => ({ ...aRecall, recall_id: `R${String(index)}` }));
    await practice.takeList('recalls', '202611230130', five);
    const { run } = await practice.takeList('recalls', '202611230600', []);
    expect(run).toMatchObject({ state: 'applied', counts: { gone: 0, held: 5 } });
  });
});
