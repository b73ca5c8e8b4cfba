import { expect, test } from 'vitest';
import { goLive } from '../../../operations/practices/go-live.ts';
import { aRow, practiceWithFeed } from './practice-with-feed.ts';

const practice = practiceWithFeed();

const noBacklog = { overdueRecalls: 0, recallsTooOld: 0, ordersTooOld: 0, recallsADay: 20, facilities: [] };

test('going live shows first what would go out in the next seven days, by the practice’s clocks', async () => {
  const { db, sql } = practice.database;
  await sql`UPDATE practices SET live_at = NULL`;
  await practice.take('202611230130', [
    aRow({ starts_at: '2026-11-27T10:00' }),
    aRow({ appointment_id: 'A2', starts_at: '2026-11-26T10:00' }),
    aRow({ appointment_id: 'A3', starts_at: '2026-12-09T10:00' }),
    aRow({ appointment_id: 'A4', starts_at: '2026-11-27T10:00', cell_phone: '' }),
  ]);
  const days = [
    { day: '2026-11-23', messages: 1 },
    { day: '2026-11-24', messages: 1 },
    { day: '2026-11-25', messages: 1 },
    { day: '2026-11-26', messages: 1 },
  ];
  expect(await goLive(db, 'riverside', { dryRun: true })).toEqual({ wasLive: false, backlog: noBacklog, days });
  expect(await sql`SELECT live_at FROM practices`).toEqual([{ live_at: null }]);

  expect(await goLive(db, 'riverside', { dryRun: false })).toEqual({ wasLive: false, backlog: noBacklog, days });
  expect(await sql`SELECT live_at FROM practices`).toEqual([{ live_at: new Date(practice.now) }]);
  practice.now += 1_000;
  expect(await goLive(db, 'riverside', { dryRun: false })).toEqual({ wasLive: true, backlog: noBacklog, days });
  expect(await sql`SELECT live_at FROM practices`).toEqual([{ live_at: new Date(practice.now - 1_000) }]);
});

test('a practice that is not there is named, with what to do', async () => {
  await expect(goLive(practice.database.db, 'nobody', { dryRun: true })).rejects.toMatchObject({
    code: 'not_found',
    message: 'No practice has the slug "nobody": see which there are with "kept practice list".',
  });
});
