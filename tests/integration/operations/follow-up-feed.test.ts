import { expect, test } from 'vitest';
import { aRow, practiceWithFeed } from './practice-with-feed.ts';

const practice = practiceWithFeed();

test('a follow-up goes to the number that the PMS has now, also when its visit has left the file', async () => {
  const { sql } = practice.database;
  await sql`UPDATE practices SET live_at = '2026-01-01'`;
  await sql`
    INSERT INTO steps (practice_id, kind, slot, channel, "offset", condition)
    VALUES (${practice.practiceId}, 'after_appointment', 'four-days', 'text', 'P4D', 'always')`;
  const was = aRow({ starts_at: '2026-11-23T08:00', cell_phone: '+17575550142' });
  await practice.take('202611230130', [was]);
  practice.now = Date.parse('2026-11-23T16:00:00Z');
  await practice.take('202611231030', [{ ...was, status: 'completed' }]);
  practice.now = Date.parse('2026-11-26T08:00:00Z');
  const other = aRow({ appointment_id: 'A2', patient_id: was.patient_id, cell_phone: '+17575550143' });
  await practice.take('202611260130', [other]);

  expect(
    await sql`
      SELECT address, state FROM messages JOIN contact_points ON contact_points.id = contact_point_id
      WHERE slot = 'four-days' AND subject_id = (SELECT id FROM appointments WHERE external_id = 'A1')`,
  ).toEqual([{ address: '+17575550143', state: 'not_sent' }]);
});
