import { expect, test } from 'vitest';
import { aRow, practiceWithFeed } from './practice-with-feed.ts';

const practice = practiceWithFeed();

test('a first export is taken whole: patients, contact points, visits, plans and the outbox', async () => {
  const report = await practice.take('202611230130', [
    aRow({ language: 'Spanish' }),
    aRow({ appointment_id: 'A2', cell_phone: '(757) 555-0142' }),
    aRow({ appointment_id: 'A3', cell_phone: '555' }),
  ]);
  expect(report.run).toMatchObject({
    state: 'applied',
    exportedAt: Date.parse('2026-11-23T06:30:00Z'),
    counts: { rows: 3, quarantined: 0, new: 3, changed: 0, gone: 0, unchanged: 0, older: 0, held: 0 },
  });
  const { sql } = practice.database;
  expect(await sql`SELECT external_id, language, cell_phone, cell_e164 FROM patients ORDER BY 1`).toEqual([
    { external_id: 'P-A1', language: 'es', cell_phone: '+17575550142', cell_e164: '+17575550142' },
    { external_id: 'P-A2', language: 'en', cell_phone: '(757) 555-0142', cell_e164: '+17575550142' },
    { external_id: 'P-A3', language: 'en', cell_phone: '555', cell_e164: null },
  ]);
  expect(await sql`SELECT address FROM contact_points`).toEqual([{ address: '+17575550142' }]);
  expect(
    await sql`SELECT external_id, wall_time::text, starts_at, pms_state, duration_minutes FROM appointments ORDER BY 1`,
  ).toEqual(
    ['A1', 'A2', 'A3'].map((id) => ({
      external_id: id,
      wall_time: '2026-12-01 10:00:00',
      starts_at: new Date('2026-12-01T15:00:00Z'),
      pms_state: 'scheduled',
      duration_minutes: 30,
    })),
  );
  expect(await sql`SELECT state, reason, count(*)::int FROM messages GROUP BY 1, 2 ORDER BY 3 DESC`).toEqual([
    { state: 'not_sent', reason: null, count: 4 },
    { state: 'withheld', reason: 'invalid_contact', count: 2 },
  ]);
  expect(await sql`SELECT signal, version FROM outbox`).toHaveLength(3);
  expect(await sql`SELECT 1 FROM staging_rows`).toEqual([]);
});
