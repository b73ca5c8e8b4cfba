import { randomUUID } from 'node:crypto';
import { addPractice } from '../operations/practices/add-practice.ts';
import type { Carrier } from '../domain/carrier.ts';
import { zoneAtNoon } from '../tests/integration/operations/a-practice.ts';
import type { MeasuredSystem } from './measured-system.ts';

/** A visit that was written straight into the database, as a feed would leave it, with a plan of up to three texts. */
export interface PlantedVisit {
  readonly id: string;
  readonly phone: string;
  /** In the order of their times. */
  readonly messageIds: readonly [string, ...string[]];
}

export interface PlantedPractice {
  readonly id: string;
  /** The number that its texts go out from. */
  readonly sender: string;
  /**
   * Visits on `startsAt`, the first text planned for `firstAt` and the others after it. Their plans have no version yet, so
   * neither the relay nor the sweep brings them to the engine.
   */
  plant(visits: ToPlant): Promise<PlantedVisit[]>;
  /** Raises the plans' versions and marks the visits for the relay, as whoever changed their plan would have. */
  mark(visits: readonly PlantedVisit[], signal: 'replanned' | 'rescheduled'): Promise<void>;
}

interface ToPlant {
  readonly count: number;
  readonly startsAt: number;
  readonly durationMinutes: number;
  readonly firstAt: number;
  /** How many each visit has. */
  readonly texts?: 1 | 2 | 3;
}

let phones = 0;
let senders = 0;

/** A live practice at a place where it is noon, so that every text may go now. */
export async function plantPractice(
  { db, sql }: Pick<MeasuredSystem, 'db' | 'sql'>,
  carrier: Carrier = 'configured',
): Promise<PlantedPractice> {
  senders += 1;
  const sender = `+1757555${String(1_000 + senders)}`;
  const zone = zoneAtNoon(Date.now());
  const id = await addPractice(
    db,
    {
      slug: `bench-${randomUUID().slice(0, 8)}`,
      name: 'Bench Clinic',
      name_in_messages: 'Bench Clinic',
      phone: '+17575550198',
      time_zone: zone,
      facilities: [{ facility_id: 'main', name: 'Main', time_zone: zone, phone: '+17575550198' }],
      senders: [{ channel: 'text', address: sender }],
      // A life's texts follow each other within seconds.
      settings: { text_from: '08:00', text_to: '21:00', minimum_lead: 'PT0M', cap_per_day: 10, cap_per_week: 10 },
      steps: ['-P3D', '-P1D', '-PT3H'].map((offset, index) => ({
        kind: 'appointment_reminder',
        slot: String(index),
        channel: 'text',
        offset,
      })),
    },
    { carrier, live: true, feedFolder: null },
  );

  return {
    id,
    sender,
    async plant({ count, startsAt, durationMinutes, firstAt, texts = 3 }) {
      phones += count;
      const head = {
        answer: 'none',
        pms: 'scheduled',
        visitAt: startsAt,
        endsAt: Math.max(startsAt + durationMinutes * 60_000, firstAt + 2_000) + 86_400_000,
      };
      const visits = await sql<PlantedVisit[]>`
        WITH made AS MATERIALIZED (
          SELECT uuidv7() AS visit, uuidv7() AS patient, uuidv7() AS contact,
            '+1' || (2015550000 + ${phones - count}::bigint + n) AS phone, to_timestamp(${startsAt / 1000}::float8) AS starts_at
          FROM generate_series(1, ${count}::integer) AS n
        ), added_patients AS (
          INSERT INTO patients (id, practice_id, external_id, first_name, last_name, cell_phone, cell_e164, source_at)
          SELECT patient, ${id}, patient, 'Ann', 'Example', phone, phone, now() FROM made
        ), added_contacts AS (
          INSERT INTO contact_points (id, practice_id, address) SELECT contact, ${id}, phone FROM made
        ), added_subjects AS (
          INSERT INTO subjects (id, practice_id, type, plan_head, ends_at)
          SELECT visit, ${id}, 'appointment', ${sql.json(head)}, to_timestamp(${head.endsAt / 1000}::float8) FROM made
        ), added_visits AS (
          INSERT INTO appointments (id, practice_id, facility_id, patient_id, external_id, wall_time, starts_at,
            duration_minutes, pms_state, source_at, content_hash, first_seen_at)
          SELECT visit, ${id}, facility.id, patient, visit, starts_at AT TIME ZONE 'UTC', starts_at, ${durationMinutes},
            'scheduled', now(), '', now()
          FROM made, facilities facility WHERE facility.practice_id = ${id}
        ), added_messages AS (
          INSERT INTO messages (practice_id, subject_id, patient_id, occurrence, kind, slot, channel, contact_point_id, language,
            computed_at, send_at, useful_until, answerable_until, state, state_at, created_at)
          SELECT ${id}, visit, patient, starts_at, 'appointment_reminder', place, 'text', contact, 'en',
            at.time, at.time, starts_at, starts_at, 'not_sent', now(), now()
          FROM made, generate_series(0, ${texts - 1}::integer) AS place,
            LATERAL (SELECT to_timestamp(${firstAt / 1000}::float8 + place) AS time) AS at
          RETURNING id, subject_id, computed_at
        )
        SELECT made.visit AS id, made.phone, array_agg(added.id ORDER BY added.computed_at) AS "messageIds"
        FROM made JOIN added_messages added ON added.subject_id = made.visit
        GROUP BY made.visit, made.phone`;
      // As autovacuum would within a minute: a plan that was made for empty tables must not be what is measured.
      await sql`ANALYZE`;
      return visits;
    },
    async mark(visits, signal) {
      await sql`
        WITH raised AS (
          UPDATE subjects SET plan_version = plan_version + 1 WHERE id = ANY(${visits.map(({ id }) => id)}::uuid[])
          RETURNING id, plan_version
        )
        INSERT INTO outbox (subject_id, practice_id, version, signal, priority, next_at, marked_at)
        SELECT id, ${id}, plan_version, ${signal}, 1, now(), now() FROM raised`;
      await sql`NOTIFY kept_outbox`;
    },
  };
}
