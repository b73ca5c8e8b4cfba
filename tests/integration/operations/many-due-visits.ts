import { planSubjects } from '../../../operations/planning/plan-subjects.ts';
import type { TestDatabase } from '../../environment/test-database.ts';
import type { APractice } from './a-practice.ts';

/** A visit whose reminder three days before is due. */
export interface DueVisit {
  readonly id: string;
  readonly messageId: string;
  readonly contactPointId: string;
}

let phones = 0;

/**
 * Many visits at once, each of a patient and a phone of its own, a little less than three days ahead; written straight into the
 * database, and planned by the operation an hour ago.
 */
export async function manyDueVisits(
  { db, sql }: TestDatabase,
  practice: APractice,
  count: number,
  now: number,
): Promise<DueVisit[]> {
  phones += count;
  const startsAt = new Date(now + 3 * 86_400_000 - 2 * 60_000).toISOString();
  const made = await sql<{ id: string; contactPointId: string }[]>`
    WITH made AS MATERIALIZED (
      SELECT uuidv7() AS subject, uuidv7() AS patient, uuidv7() AS contact,
        '+1' || (8005550000 + ${phones - count}::bigint + n) AS phone
      FROM generate_series(1, ${count}::integer) AS n
    ), added_patients AS (
      INSERT INTO patients (id, practice_id, external_id, first_name, last_name, cell_phone, cell_e164, source_at)
      SELECT patient, ${practice.id}, patient, 'Zebulina', 'Quartermain', phone, phone, now() FROM made
    ), added_contacts AS (
      INSERT INTO contact_points (id, practice_id, address) SELECT contact, ${practice.id}, phone FROM made
    ), added_subjects AS (
      INSERT INTO subjects (id, practice_id, type, ends_at)
      SELECT subject, ${practice.id}, 'appointment', ${startsAt}::timestamptz FROM made
    ), added_visits AS (
      INSERT INTO appointments (id, practice_id, facility_id, patient_id, external_id, wall_time, starts_at, pms_state,
        source_at, content_hash, first_seen_at)
      SELECT subject, ${practice.id}, facility.id, patient, subject, '2026-01-01', ${startsAt}::timestamptz, 'scheduled', now(), '',
        now()
      FROM made, facilities facility WHERE facility.practice_id = ${practice.id}
    )
    SELECT subject AS id, contact AS "contactPointId" FROM made`;
  const ids = made.map(({ id }) => id);
  await db.inPractice(practice.id, (tx) =>
    planSubjects({ ...tx, now: now - 3_600_000 }, ids, { name: 'feed', detail: {} }),
  );
  // Else PostgreSQL goes on planning for the empty tables that it knew: a claim takes ten times as long.
  await sql`ANALYZE`;
  const due = await sql<{ id: string; messageId: string }[]>`
    SELECT subject_id AS id, id AS "messageId" FROM messages
    WHERE subject_id = ANY(${ids}) AND slot = 'three-days' AND state = 'not_sent' AND send_at <= ${new Date(now)}`;
  const messageOf = new Map(due.map(({ id, messageId }) => [id, messageId]));
  return made.map((visit) => {
    const messageId = messageOf.get(visit.id);
    if (messageId === undefined) throw new Error('A visit has no reminder that is due.');
    return { ...visit, messageId };
  });
}
