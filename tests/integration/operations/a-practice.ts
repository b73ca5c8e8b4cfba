import { randomUUID } from 'node:crypto';
import { addPractice } from '../../../operations/practices/add-practice.ts';
import { planSubjects } from '../../../operations/planning/plan-subjects.ts';
import type { PracticeFile } from '../../../operations/practices/practice-file-schema.ts';
import type { TestDatabase } from '../../environment/test-database.ts';

const day = 86_400_000;
let people = 0;

/** A number of the block that no telephone has, and that no other test uses. */
function aPhone(): string {
  people += 1;
  return `+1${String(201 + Math.floor(people / 10_000))}555${String(people % 10_000).padStart(4, '0')}`;
}

/** A zone in which it is about one in the afternoon now, so that every delivery window is open. */
export function zoneAtNoon(now: number): string {
  const ahead = 13 - new Date(now).getUTCHours();
  const offset = ahead > 12 ? ahead - 24 : ahead;
  // The signs of these zones are turned round: Etc/GMT-5 is five hours ahead.
  return offset === 0 ? 'Etc/GMT' : `Etc/GMT${offset > 0 ? '-' : '+'}${String(Math.abs(offset))}`;
}

export interface APractice {
  readonly id: string;
  readonly slug: string;
  /** The number that its texts go out from. */
  readonly sender: string;
  /** A visit of a patient of its own, or of the one that is named, planned; at `startsAt`, else in four days. */
  visit(given?: GivenVisit): Promise<AVisit>;
}

export interface GivenVisit {
  readonly startsAt?: number;
  readonly phone?: string | null;
  readonly pms?: string;
  readonly language?: string;
  readonly patientId?: string;
  /** Columns of a new patient. */
  readonly patient?: Readonly<Record<string, string>>;
}

export interface AVisit {
  readonly id: string;
  readonly phone: string;
  readonly patientId: string;
}

/** A live practice whose texts go to the simulator, with reminders three days, one day and three hours before. */
export async function aPractice(
  { db, sql }: TestDatabase,
  options: { live?: boolean; file?: Partial<PracticeFile> } = {},
): Promise<APractice> {
  const now = Date.now();
  const zone = zoneAtNoon(now);
  const slug = `p${randomUUID().slice(0, 8)}`;
  const sender = aPhone();
  const id = await addPractice(
    db,
    {
      slug,
      name: 'Harbor Clinic',
      name_in_messages: 'Harbor Clinic',
      phone: '+17575550100',
      time_zone: zone,
      facilities: [{ facility_id: 'main', name: 'Main', time_zone: zone, phone: '+17575550100' }],
      senders: [{ channel: 'text', address: sender }],
      settings: { text_from: '08:00', text_to: '21:00' },
      steps: [
        { kind: 'appointment_reminder', slot: 'three-days', channel: 'text', offset: '-P3D' },
        { kind: 'appointment_reminder', slot: 'one-day', channel: 'text', offset: '-P1D' },
        { kind: 'appointment_reminder', slot: 'three-hours', channel: 'text', offset: '-PT3H' },
      ],
      ...options.file,
    },
    { carrier: 'simulator', live: options.live ?? true, feedFolder: null },
  );
  const [facility] = await sql<[{ id: string }]>`SELECT id FROM facilities WHERE practice_id = ${id}`;

  return {
    id,
    slug,
    sender,
    async visit(given = {}) {
      const phone = given.phone === undefined ? aPhone() : given.phone;
      const startsAt = new Date(given.startsAt ?? Date.now() + 4 * day).toISOString();
      const [visitId, patientId] = await sql.begin(async (tx) => {
        if (phone !== null) {
          await tx`INSERT INTO contact_points (practice_id, address) VALUES (${id}, ${phone}) ON CONFLICT DO NOTHING`;
        }
        const columns = {
          practice_id: id,
          external_id: randomUUID(),
          first_name: 'Zebulina',
          last_name: 'Quartermain',
          language: given.language ?? 'en',
          cell_phone: phone ?? '',
          cell_e164: phone,
          source_at: new Date().toISOString(),
          ...given.patient,
        };
        const [patient] =
          given.patientId === undefined
            ? await tx<[{ id: string }]>`INSERT INTO patients ${tx(columns)} RETURNING id`
            : [{ id: given.patientId }];
        const [subject] = await tx<[{ id: string }]>`
          INSERT INTO subjects (practice_id, type, ends_at) VALUES (${id}, 'appointment', ${startsAt}) RETURNING id`;
        await tx`
          INSERT INTO appointments (id, practice_id, facility_id, patient_id, external_id, wall_time, starts_at, pms_state,
            source_at, content_hash, first_seen_at)
          VALUES (${subject.id}, ${id}, ${facility.id}, ${patient.id}, ${randomUUID()}, '2026-01-01', ${startsAt},
            ${given.pms ?? 'scheduled'}, now(), '', now())`;
        return [subject.id, patient.id] as const;
      });
      await db.inPractice(id, (tx) => planSubjects(tx, [visitId], { name: 'feed', detail: {} }));
      return { id: visitId, phone: phone ?? '', patientId };
    },
  };
}

/** A message as the tests look at it. */
export interface MessageRow {
  readonly id: string;
  readonly slot: string;
  readonly state: string;
  readonly reason: string | null;
  readonly answer: string;
  readonly detail: string | null;
  readonly body: string | null;
  readonly occurrence: Date;
  readonly sendAt: Date;
}

/** The visit's messages, by the time that they are for. */
export function messagesOf({ sql }: TestDatabase, visit: AVisit): Promise<MessageRow[]> {
  return sql<MessageRow[]>`
    SELECT id, slot, state, reason, answer, detail, body, occurrence, send_at AS "sendAt"
    FROM messages WHERE subject_id = ${visit.id} ORDER BY computed_at`;
}

/** Makes the visit's first message that waits due now, as if its time had come, and returns its id. */
export async function makeDue({ sql }: TestDatabase, visit: AVisit): Promise<string> {
  const [message] = await sql<{ id: string }[]>`
    UPDATE messages SET send_at = now() - interval '1 second', computed_at = now() - interval '1 second'
    WHERE id = (SELECT id FROM messages WHERE subject_id = ${visit.id} AND state = 'not_sent' ORDER BY send_at LIMIT 1)
    RETURNING id`;
  if (message === undefined) throw new Error('The visit has no message that waits.');
  return message.id;
}

/** Lets the PMS change the visit, as a sync does: the columns, then the plan. */
export async function pmsChanges(
  { db, sql }: TestDatabase,
  practice: APractice,
  visit: AVisit,
  columns: Readonly<Record<string, string>>,
): Promise<void> {
  await sql`UPDATE appointments SET ${sql(columns)} WHERE id = ${visit.id}`;
  await db.inPractice(practice.id, (tx) => planSubjects(tx, [visit.id], { name: 'feed', detail: {} }));
}
