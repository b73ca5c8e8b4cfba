import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { createTemplateRenderer } from '../../../domain/templates/render.ts';
import { explainMessage } from '../../../operations/explaining/explain-message.ts';
import { groupBatch } from '../../../operations/groups/group-batch.ts';
import { sendGroup } from '../../../operations/groups/send-group.ts';
import { claimBySubject } from '../../../operations/sending/claim-by-subject.ts';
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

describe('what the PMS moves or cancels', () => {
  const [early, late] = ['2026-11-25T10:00', '2026-11-27T15:00'];

  async function wanted(values: { tell_moves?: boolean; tell_cancellations?: boolean }): Promise<void> {
    await practice.database.sql`UPDATE practice_settings SET ${practice.database.sql(values)}`;
  }
  beforeEach(() => wanted({ tell_moves: true, tell_cancellations: true }));
  afterAll(() => wanted({ tell_moves: false, tell_cancellations: false }));

  /** Each notice, by the visit's time that it is about: when it goes, or why it does not. */
  async function notices(): Promise<string[]> {
    const rows = await practice.database.sql<{ notice: string }[]>`
      SELECT concat_ws(' ', kind, to_char(occurrence AT TIME ZONE 'America/New_York', 'DD HH24:MI'),
        coalesce(reason, state || ' ' || to_char(send_at AT TIME ZONE 'America/New_York', 'DD HH24:MI'))) AS notice
      FROM messages WHERE slot = 'pms' ORDER BY created_at, id`;
    return rows.map(({ notice }) => notice);
  }
  const reasons = async () =>
    (
      await practice.database.sql<{ reason: string | null }[]>`
      SELECT DISTINCT reason FROM messages WHERE slot <> 'pms' ORDER BY reason`
    ).map(({ reason }) => reason);

  test('a visit that is moved is told its new time when the grace is over', async () => {
    await atTime('09:30', { starts_at: early });
    await atTime('12:30', { starts_at: late });
    expect(await notices()).toEqual(['move_notice 27 15:00 not_sent 23 12:40']);

    practice.now = Date.parse(`${day}T12:40:30-05:00`);
    const [message] = await practice.database.sql<[{ id: string }]>`SELECT id FROM messages WHERE slot = 'pms'`;
    const { why } = await explainMessage(practice.database.db, practice.practiceId, message.id);
    expect(why[0]?.answer).toMatch(/^The PMS moved the visit to .*27.*: Move Notice goes from .*12:40/);
    expect(why.filter(({ stops }) => stops)).toEqual([]);
    await practice.database.db.inPractice(practice.practiceId, (tx) =>
      claimBySubject(tx, message.id, createTemplateRenderer()),
    );
    const [{ body, state }] = await practice.database.sql<[{ body: string; state: string }]>`
      SELECT body, state FROM messages WHERE slot = 'pms'`;
    expect(state).toBe('sending');
    expect(body).toContain('Ada, your visit on Wednesday, November 25, 10:00 AM, is now Friday, November 27, 3:00 PM');
  });

  test('one that is moved back within the grace tells nothing', async () => {
    await atTime('09:30', { starts_at: early });
    await atTime('12:30', { starts_at: late });
    await atTime('12:38', { starts_at: early });
    expect(await notices()).toEqual(['move_notice 27 15:00 moved']);
  });

  test('a second move is told in place of the first, and back after the grace is a move', async () => {
    await atTime('09:30', { starts_at: early });
    await atTime('12:30', { starts_at: late });
    await atTime('12:35', { starts_at: '2026-11-30T09:00' });
    expect(await notices()).toEqual(['move_notice 27 15:00 moved', 'move_notice 30 09:00 not_sent 23 12:45']);
    await atTime('13:00', { starts_at: early });
    expect((await notices()).at(-1)).toBe('move_notice 25 10:00 not_sent 23 13:10');
  });

  test('one that was booked a moment ago is not told of, and nothing is while nobody wants it', async () => {
    await atTime('12:25', { starts_at: early });
    await atTime('12:30', { starts_at: late });
    expect(await notices()).toEqual([]);

    await wanted({ tell_moves: false, tell_cancellations: false });
    await atTime('13:00', { starts_at: early });
    await wanted({ tell_moves: true, tell_cancellations: true });
    await atTime('13:01', { starts_at: early, type_name: 'New' });
    expect(await notices()).toEqual([]);
    expect(await practice.database.sql`SELECT FROM pms_notices`).toHaveLength(0);
  });

  test('a cancellation is told, while all else of the visit is withheld; one that is taken back is not', async () => {
    await atTime('09:30', { starts_at: early });
    await atTime('12:30', { starts_at: early, status: 'cancelled' });
    expect(await notices()).toEqual(['cancellation_notice 25 10:00 not_sent 23 12:40']);
    expect(await reasons()).toContain('cancelled');
    expect(await reasons()).not.toContain(null);
    await atTime('12:35', { starts_at: early });
    expect(await notices()).toEqual(['cancellation_notice 25 10:00 moved']);
    expect(await reasons()).not.toContain('cancelled');
  });

  test.each<[string, { status: string; starts_at?: string }, string[]]>([
    ['the PMS calls it rescheduled', { status: 'rescheduled' }, []],
    ['it has begun by then', { status: 'cancelled', starts_at: '2026-11-23T12:00' }, []],
  ])('it is not where %s', async (_, row, told) => {
    await atTime('09:30', { starts_at: row.starts_at ?? early });
    await atTime('12:30', { starts_at: early, ...row });
    expect(await notices()).toEqual(told);
  });

  test('who declined the visit is not told that it is off', async () => {
    await atTime('09:30', { starts_at: early });
    await practice.database
      .sql`UPDATE appointments SET answer = 'declined', answered_at = now(), answer_source = 'text'`;
    await atTime('12:30', { starts_at: early, status: 'cancelled' });
    expect(await notices()).toEqual(['cancellation_notice 25 10:00 answered']);
  });

  test('who got another visit at once was moved, and is not told that the first is off', async () => {
    const first = { appointment_id: 'A1', patient_id: 'P', starts_at: early };
    await atTime('09:30', first);
    practice.now = Date.parse(`${day}T12:30:00-05:00`);
    await practice.take('202611231230', [
      aRow({ ...first, status: 'cancelled' }),
      aRow({ ...first, appointment_id: 'A2', starts_at: late }),
    ]);
    expect(await notices()).toEqual(['cancellation_notice 25 10:00 moved']);
  });
});

test('what a group was told holds while the feed brings the visit as it was, and ends when it brings another time', async () => {
  const { db, sql } = practice.database;
  const [told, moved] = ['2026-11-27T10:00', '2026-11-27T15:00'];
  const groups = async (): Promise<void> => {
    while (await groupBatch(db, practice.practiceId));
  };
  const held = async () => {
    const rows = await sql<{ held: boolean }[]>`
      SELECT DISTINCT held_by IS NOT NULL AS held FROM messages JOIN appointments visit ON visit.id = subject_id
      WHERE messages.kind = 'appointment_reminder' AND messages.occurrence = visit.starts_at`;
    return rows.map((row) => row.held);
  };
  await atTime('09:30', { starts_at: told });
  await sendGroup(db, practice.practiceId, {
    ...{ kind: 'appt_cancellation', words: 'weather', channel: 'text', shiftMs: null, key: 'a-storm' },
    by: { keyId: null, keyName: 'front desk' },
    filter: { from: '2026-11-27T00:00:00-05:00', to: '2026-11-28T00:00:00-05:00' },
  });
  await groups();
  await atTime('12:30', { starts_at: told, type_name: 'New' });
  expect(await held()).toEqual([true]);
  await atTime('12:40', { starts_at: moved, type_name: 'New' });
  expect(await held()).toEqual([false]);
});
