import type postgres from 'postgres';
import { addPractice } from '../../operations/practices/add-practice.ts';
import type { Database } from '../../db/database.ts';

export interface ManyVisits {
  readonly practiceId: string;
  /** By whom settings are changed. */
  readonly by: { readonly keyId: null; readonly keyName: string };
}

const day = 86_400_000;

/**
 * A practice with so many visits in the coming half year, each of a patient of its own with one text the day before that waits, as a
 * plan by the practice's settings has it but for its time: the first change of settings gives each the time that it makes.
 */
export async function manyVisits(
  { db, sql }: { readonly db: Database; readonly sql: postgres.Sql },
  count: number,
): Promise<ManyVisits> {
  const zone = 'America/New_York';
  const practiceId = await addPractice(
    db,
    {
      slug: 'bench',
      name: 'Bench Clinic',
      name_in_messages: 'Bench Clinic',
      phone: '+17575550198',
      time_zone: zone,
      facilities: [{ facility_id: 'main', name: 'Main', time_zone: zone, phone: '+17575550198' }],
      senders: [{ channel: 'text', address: '+17575550199' }],
      steps: [{ kind: 'appointment_reminder', slot: 'one-day', channel: 'text', offset: '-P1D', backups: [] }],
    },
    { carrier: 'simulator', live: true, feedFolder: null },
  );
  const from = new Date(Math.ceil(Date.now() / day) * day + 3 * day).toISOString();
  // Twenty minutes apart from nine in the morning on, so that none lies in the night; half of them before the afternoon.
  await sql`
    WITH made AS MATERIALIZED (
      SELECT uuidv7() AS visit, uuidv7() AS patient, uuidv7() AS contact, '+1' || (2015550000 + n) AS phone,
        ${from}::timestamptz + (n % 180) * interval '1 day' + interval '14 hours' + (n % 24) * interval '20 minutes' AS starts_at
      FROM generate_series(1, ${count}::integer) AS n
    ), patients AS (
      INSERT INTO patients (id, practice_id, external_id, first_name, last_name, cell_phone, cell_e164, source_at)
      SELECT patient, ${practiceId}, patient, 'Ann', 'Example', phone, phone, now() FROM made
    ), contacts AS (
      INSERT INTO contact_points (id, practice_id, address) SELECT contact, ${practiceId}, phone FROM made
    ), subjects AS (
      INSERT INTO subjects (id, practice_id, type, ends_at) SELECT visit, ${practiceId}, 'appointment', starts_at + interval '1 day' FROM made
    ), visits AS (
      INSERT INTO appointments (id, practice_id, facility_id, patient_id, external_id, wall_time, starts_at,
        duration_minutes, type_id, provider_id, pms_state, source_at, content_hash, first_seen_at)
      SELECT visit, ${practiceId}, facility.id, patient, visit, starts_at AT TIME ZONE ${zone}, starts_at, 30,
        'T' || abs(hashtext(visit::text)) % 20, 'P' || abs(hashtext(patient::text)) % 50, 'scheduled', now(), '', now()
      FROM made, facilities facility WHERE facility.practice_id = ${practiceId}
    )
    INSERT INTO messages (practice_id, subject_id, patient_id, occurrence, kind, slot, channel, contact_point_id, language,
      computed_at, send_at, useful_until, answerable_until, state, state_at, created_at)
    SELECT ${practiceId}, visit, patient, starts_at, 'appointment_reminder', 'one-day', 'text', contact, 'en',
      starts_at - interval '1 day', starts_at - interval '1 day', starts_at - interval '2 hours', starts_at, 'not_sent', now(), now()
    FROM made`;
  await sql`ANALYZE`;
  return { practiceId, by: { keyId: null, keyName: 'bench replan' } };
}
