import { randomUUID } from 'node:crypto';
import type postgres from 'postgres';
import type { Database, PracticeTransaction } from '../../db/database.ts';
import type { Channel, EpochMs } from '../../domain/planning/plan.ts';
import { addPractice } from '../../operations/practices/add-practice.ts';
import { planSubjects } from '../../operations/planning/plan-subjects.ts';
import { zoneAtNoon } from '../integration/operations/a-practice.ts';

/** A visit with one message that comes due in the burst, of a patient of its own. */
export interface BurstVisit {
  readonly id: string;
  readonly practiceId: string;
  readonly channel: Channel;
  /** The patient's number or address, which no other visit has. */
  readonly address: string;
  /** When the visit begins, before anybody moves it: what its message is about. */
  readonly startsAt: EpochMs;
}

const day = 86_400_000;
/** Between one message of a channel that comes due and the next. */
const apartMs = 90;
/** So many at a time are planned in one transaction. */
const batchSize = 250;

/**
 * Practices with one channel each, and visits whose only reminder, a day before, comes due one after the other from `dueFrom` on:
 * planned by the operation that plans what a feed brings, and told to the engine by the relay.
 */
export async function plantBurst(
  { db, sql }: { readonly db: Database; readonly sql: postgres.Sql },
  channels: readonly Channel[],
  messages: number,
  dueFrom: EpochMs,
): Promise<BurstVisit[]> {
  const byChannel: BurstVisit[][] = [];
  for (const [index, channel] of channels.entries()) {
    const count = Math.floor(messages / channels.length) + (index < messages % channels.length ? 1 : 0);
    const practiceId = await plantPractice(db, channel, index);
    const planted = await plantVisits(sql, { practiceId, channel, count, place: index, startsAt: dueFrom + day });
    for (let from = 0; from < planted.length; from += batchSize) {
      const ids = planted.slice(from, from + batchSize).map(({ id }) => id);
      await db.inPractice(practiceId, async (tx) => {
        await planSubjects(tx, ids, { name: 'feed', detail: {} });
        await setTimes(tx, ids, dueFrom + from * apartMs);
      });
    }
    byChannel.push(planted.map((visit) => ({ ...visit, practiceId, channel })));
  }
  return byChannel.flat();
}

/** The plan spreads what is due in a minute over all of it; a burst is to come sooner. */
async function setTimes(tx: PracticeTransaction, visitIds: readonly string[], dueFrom: EpochMs): Promise<void> {
  await tx.sql`
    UPDATE messages SET send_at = to_timestamp((${dueFrom}::float8 + visit.place * ${apartMs}) / 1000)
    FROM unnest(${visitIds as string[]}::uuid[]) WITH ORDINALITY AS visit(id, place)
    WHERE messages.subject_id = visit.id AND messages.state = 'not_sent'`;
}

async function plantPractice(db: Database, channel: Channel, index: number): Promise<string> {
  const zone = zoneAtNoon(Date.now());
  const phone = `+1757555${String(9000 + index)}`;
  const from = channel === 'email' ? `desk${String(index)}@chaos.example` : phone;
  return addPractice(
    db,
    {
      slug: `chaos-${randomUUID().slice(0, 8)}`,
      name: 'Chaos Clinic',
      name_in_messages: 'Chaos Clinic',
      phone,
      time_zone: zone,
      facilities: [{ facility_id: 'main', name: 'Main', time_zone: zone, phone }],
      senders: [{ channel, address: from }],
      settings: {
        ...{ text_from: '08:00', text_to: '21:00', voice_from: '08:00', voice_to: '21:00' },
        ...{ [`${channel}_mode`]: 'on', open_days: [1, 2, 3, 4, 5, 6, 7] },
        // A call that is taken while the API is dead is made again, as it must be; here it would count as doubled.
        voice_tries: 1,
      },
      steps: [{ kind: 'appointment_reminder', slot: 'one-day', channel, offset: '-P1D', backups: [] }],
    },
    { carrier: 'simulator', live: true, feedFolder: null },
  );
}

/** Each visit of a patient of its own, as a feed would leave them. */
function plantVisits(
  sql: postgres.Sql,
  given: { practiceId: string; channel: Channel; count: number; place: number; startsAt: EpochMs },
): Promise<Pick<BurstVisit, 'id' | 'address' | 'startsAt'>[]> {
  const { practiceId, channel, count, place, startsAt } = given;
  const email = channel === 'email';
  return sql<Pick<BurstVisit, 'id' | 'address' | 'startsAt'>[]>`
    WITH made AS MATERIALIZED (
      SELECT uuidv7() AS visit, uuidv7() AS patient,
        CASE WHEN ${email} THEN 'patient' || n || '@chaos.example' ELSE '+1' || (2015550000 + ${place * 1_000_000}::bigint + n) END AS address,
        to_timestamp(${startsAt / 1000}::float8) AS starts_at
      FROM generate_series(1, ${count}::integer) AS n
    ), added_patients AS (
      INSERT INTO patients (id, practice_id, external_id, first_name, last_name, cell_phone, cell_e164, email, source_at)
      SELECT patient, ${practiceId}, patient, 'Ann', 'Example',
        CASE WHEN ${email} THEN '' ELSE address END, CASE WHEN ${email} THEN NULL ELSE address END,
        CASE WHEN ${email} THEN address ELSE '' END, now()
      FROM made
    ), added_contacts AS (
      INSERT INTO contact_points (practice_id, address) SELECT ${practiceId}, address FROM made
    ), added_subjects AS (
      INSERT INTO subjects (id, practice_id, type, ends_at)
      SELECT visit, ${practiceId}, 'appointment', starts_at FROM made
    ), added_visits AS (
      INSERT INTO appointments (id, practice_id, facility_id, patient_id, external_id, wall_time, starts_at, pms_state,
        source_at, content_hash, first_seen_at)
      SELECT visit, ${practiceId}, facility.id, patient, visit, starts_at AT TIME ZONE 'UTC',
        starts_at, 'scheduled', now(), '', now()
      FROM made, facilities facility WHERE facility.practice_id = ${practiceId}
    )
    SELECT visit AS id, address, (extract(epoch FROM starts_at) * 1000)::float8 AS "startsAt" FROM made`;
}
