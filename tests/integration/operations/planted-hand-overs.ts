import type { TestDatabase } from '../../environment/test-database.ts';
import type { APractice } from './a-practice.ts';

/** A message in the hands of a carrier whose answer has not come yet. */
export interface HandedOver {
  readonly subjectId: string;
  readonly messageId: string;
  readonly attemptId: string;
}

let phones = 0;

/** Many of them at once, each of a visit and a contact point of its own, written straight into the database. */
export function plantHandedOver(
  { sql }: TestDatabase,
  { id, sender }: Pick<APractice, 'id' | 'sender'>,
  count: number,
): Promise<HandedOver[]> {
  phones += count;
  return sql<HandedOver[]>`
    WITH made AS MATERIALIZED (
      SELECT uuidv7() AS subject, uuidv7() AS patient, uuidv7() AS contact, uuidv7() AS message, uuidv7() AS attempt,
        '+1' || (9005550000 + ${phones - count}::bigint + n) AS phone, now() + interval '4 days' AS starts_at
      FROM generate_series(1, ${count}::integer) AS n
    ), added_patients AS (
      INSERT INTO patients (id, practice_id, external_id, last_name, cell_phone, cell_e164, source_at)
      SELECT patient, ${id}, patient, 'Example', phone, phone, now() FROM made
    ), added_contacts AS (
      INSERT INTO contact_points (id, practice_id, address) SELECT contact, ${id}, phone FROM made
    ), added_subjects AS (
      INSERT INTO subjects (id, practice_id, type, plan_version, plan_head, ends_at)
      SELECT subject, ${id}, 'appointment', 1, '{"answer":"none","pms":"scheduled","visitAt":0,"endsAt":0}', starts_at FROM made
    ), added_visits AS (
      INSERT INTO appointments (id, practice_id, facility_id, patient_id, external_id, wall_time, starts_at, pms_state,
        source_at, content_hash, first_seen_at)
      SELECT subject, ${id}, facility.id, patient, subject, starts_at AT TIME ZONE 'UTC', starts_at, 'scheduled', now(), '', now()
      FROM made, facilities facility WHERE facility.practice_id = ${id}
    ), added_messages AS (
      INSERT INTO messages (id, practice_id, subject_id, patient_id, occurrence, kind, slot, channel, contact_point_id, language,
        computed_at, send_at, useful_until, answerable_until, state, body, state_at, created_at)
      SELECT message, ${id}, subject, patient, starts_at, 'appointment_reminder', 'one-day', 'text', contact, 'en',
        now(), now(), starts_at, starts_at, 'sending', 'words', now(), now()
      FROM made
    ), added_attempts AS (
      INSERT INTO attempts (id, practice_id, message_id, number, sender_id, contact_point_id, opened_at, hand_over_by)
      SELECT attempt, ${id}, message, 1, senders.id, contact, now(), now()
      FROM made, senders WHERE senders.practice_id = ${id} AND senders.address = ${sender} AND senders.channel = 'text'
    )
    SELECT subject AS "subjectId", message AS "messageId", attempt AS "attemptId" FROM made`;
}
