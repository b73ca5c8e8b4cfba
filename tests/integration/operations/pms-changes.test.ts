import { describe, expect, test } from 'vitest';
import { aRow, practiceWithFeed } from './practice-with-feed.ts';

const practice = practiceWithFeed();
const day = '2026-11-23';

/** Takes one visit as the PMS has it at this minute of the day, by the practice's clocks. */
async function atTime(time: string, row: Parameters<typeof aRow>[0]): Promise<void> {
  practice.now = Date.parse(`${day}T${time}:00-05:00`);
  await practice.take(`20261123${time.replace(':', '')}`, [aRow(row)]);
}

const last = async () =>
  (
    await practice.database.sql<{ at: string; movedBy: string[] }[]>`
      SELECT to_char(send_at AT TIME ZONE 'America/New_York', 'HH24:MI') AS at, moved_by AS "movedBy"
      FROM messages WHERE state = 'not_sent' ORDER BY send_at LIMIT 1`
  )[0];

describe('the grace after a booking', () => {
  test('a visit that was just booked, and then moved, is written about when the grace is over', async () => {
    await atTime('12:02', { starts_at: '2026-11-24T12:05', updated_at: `${day}T12:01:00-05:00` });
    expect(await last()).toEqual({ at: '12:11', movedBy: ['grace'] });
    await atTime('12:08', { starts_at: '2026-11-24T12:15', updated_at: `${day}T12:07:00-05:00` });
    expect(await last()).toEqual({ at: '12:17', movedBy: ['grace'] });
  });

  test('another change of it begins no grace', async () => {
    await atTime('11:00', { starts_at: '2026-11-24T12:05', updated_at: `${day}T10:30:00-05:00` });
    await atTime('12:03', { starts_at: '2026-11-24T12:05', type_name: 'New', updated_at: `${day}T12:02:00-05:00` });
    expect(await last()).toEqual({ at: '12:05', movedBy: [] });
  });

  test('one that comes back after it was cancelled is booked anew', async () => {
    const starts_at = '2026-11-24T12:05';
    await atTime('11:00', { starts_at, updated_at: `${day}T10:30:00-05:00` });
    await atTime('11:30', { starts_at, status: 'cancelled', updated_at: `${day}T11:29:00-05:00` });
    await atTime('12:03', { starts_at, updated_at: `${day}T12:02:00-05:00` });
    expect(await last()).toEqual({ at: '12:12', movedBy: ['grace'] });
  });

  test('where the feed does not tell when, there is none', async () => {
    await atTime('12:02', { starts_at: '2026-11-24T12:05' });
    expect(await last()).toEqual({ at: '12:05', movedBy: [] });
  });
});
