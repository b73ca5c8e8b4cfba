import { randomUUID } from 'node:crypto';
import { planSubjects } from '../../../operations/planning/plan-subjects.ts';
import type { TestDatabase } from '../../environment/test-database.ts';
import type { APractice } from './a-practice.ts';

/** A recall that is due today, or an order that is ready since then, planned; of this patient. Returns its id. */
export async function aRecallOrOrder(
  { db, sql }: TestDatabase,
  practice: APractice,
  type: 'recall' | 'order',
  patientId: string,
): Promise<string> {
  const [subject] = await sql<[{ id: string }]>`
    INSERT INTO subjects (practice_id, type, ends_at) VALUES (${practice.id}, ${type}, now() + interval '90 days') RETURNING id`;
  const { id } = subject;
  const [facility] = await sql<[{ id: string; today: string; begins: Date }]>`
    SELECT id, day::date::text AS today, day AT TIME ZONE time_zone AS begins
    FROM facilities, date_trunc('day', now() AT TIME ZONE time_zone) AS day WHERE practice_id = ${practice.id}`;
  const seen = new Date();
  const row = {
    ...{ id, practice_id: practice.id, facility_id: facility.id, patient_id: patientId, external_id: randomUUID() },
    ...{ source_at: seen, content_hash: Buffer.from(''), first_seen_at: seen },
  };
  if (type === 'recall') {
    const due = { due_on: facility.today, due_at: facility.begins, due_known_at: seen };
    await sql`INSERT INTO recalls ${sql({ ...row, ...due, type_name: 'Cleaning' })}`;
  } else {
    await sql`INSERT INTO orders ${sql({ ...row, state: 'received', ready_on: facility.today, ready_at: facility.begins })}`;
  }
  await db.inPractice(practice.id, (tx) => planSubjects(tx, [id], { name: 'feed', detail: {} }));
  return id;
}
