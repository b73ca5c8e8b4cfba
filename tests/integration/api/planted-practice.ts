import { randomUUID } from 'node:crypto';
import type postgres from 'postgres';

type Row = Readonly<Record<string, postgres.ParameterOrFragment<never> | null | readonly string[]>>;

/** A practice with one facility in Norfolk, live, and what its visits need. */
export interface PlantedPractice {
  readonly id: string;
  readonly slug: string;
  readonly facilityId: string;
  readonly senderId: string;
  readonly sql: postgres.Sql;
  /** Plants a visit of a patient of its own and returns their ids. */
  visit(columns?: Row, patient?: Row): Promise<{ id: string; patientId: string }>;
  /** Plants a recall, due on the visits' day, or an order that is ready on it, of a patient of its own and returns their ids. */
  recall(columns?: Row, patient?: Row): Promise<{ id: string; patientId: string }>;
  order(columns?: Row, patient?: Row): Promise<{ id: string; patientId: string }>;
  /** Plants a message about a visit, a recall or an order, to a contact point of its own, and returns their ids. */
  message(visit: { id: string; patientId: string }, columns?: Row): Promise<{ id: string; contactPointId: string }>;
  /** Plants a row of any table of the practice and returns its id. */
  row(table: string, columns: Row): Promise<string>;
}

/** The visits' time where none is given: 10:00 in Norfolk. */
const visitAt = '2026-11-24T15:00:00Z';
/** When that day begins there. */
export const dayBegins = '2026-11-24T05:00:00Z';
const plantedAt = '2026-11-20T12:00:00Z';

let practices = 0;

/** Plants a practice as the superuser, so that what the API then shows of it comes through the API alone. */
export async function plantPractice(sql: postgres.Sql, slug: string): Promise<PlantedPractice> {
  const id = randomUUID();
  let people = 0;
  // Of the block that no real telephone has.
  const phone = (): string => `+1757555${String(100 + (people += 1)).padStart(4, '0')}`;

  async function row(table: string, columns: Row): Promise<string> {
    const own = table === 'practices' ? columns : { practice_id: id, ...columns };
    const [written] = await sql<[{ id: string }]>`INSERT INTO ${sql(table)} ${sql(own as never)} RETURNING *`;
    return written.id;
  }

  await row('practices', {
    id,
    slug,
    name: `Practice ${slug}`,
    name_in_messages: slug,
    phone: '+17575550100',
    time_zone: 'America/New_York',
    live_at: plantedAt,
    created_at: plantedAt,
  });
  await row('practice_settings', {});
  const facilityId = await row('facilities', {
    external_id: 'norfolk',
    name: 'Norfolk',
    name_in_messages: 'Norfolk',
    time_zone: 'America/New_York',
    phone: '+17575550100',
  });
  const senderId = await row('senders', {
    channel: 'text',
    address: `+1757556${String((practices += 1)).padStart(4, '0')}`,
  });
  const aPatient = (patient: Row): Promise<string> =>
    row('patients', {
      external_id: randomUUID(),
      first_name: 'Ada',
      last_name: 'Nobody',
      source_at: plantedAt,
      ...patient,
    });
  const fromFeed = { source_at: plantedAt, first_seen_at: plantedAt, content_hash: Buffer.from('00', 'hex') as never };
  await row('steps', { kind: 'appointment_reminder', slot: 'one-day', channel: 'text', offset: '-P1D' });

  return {
    id,
    slug,
    facilityId,
    senderId,
    sql,
    row,
    async visit(columns = {}, patient = {}) {
      const patientId = await aPatient(patient);
      const visitId = await row('subjects', { type: 'appointment', ends_at: '2026-11-25T15:30:00Z', plan_version: 1 });
      await row('appointments', {
        id: visitId,
        facility_id: facilityId,
        patient_id: patientId,
        external_id: randomUUID(),
        wall_time: '2026-11-24 10:00',
        starts_at: visitAt,
        pms_state: 'scheduled',
        ...fromFeed,
        ...columns,
      });
      return { id: visitId, patientId };
    },
    async recall(columns = {}, patient = {}) {
      const patientId = await aPatient(patient);
      const id = await row('subjects', { type: 'recall', ends_at: '2027-01-25T05:00:00Z', plan_version: 1 });
      const due = { due_on: '2026-11-24', due_at: dayBegins, due_known_at: plantedAt };
      const own = { external_id: randomUUID(), type_name: 'Cleaning', ...due };
      await row('recalls', { id, facility_id: facilityId, patient_id: patientId, ...own, ...fromFeed, ...columns });
      return { id, patientId };
    },
    async order(columns = {}, patient = {}) {
      const patientId = await aPatient(patient);
      const id = await row('subjects', { type: 'order', ends_at: '2027-01-25T05:00:00Z', plan_version: 1 });
      const ready = { state: 'received', ready_on: '2026-11-24', ready_at: dayBegins };
      const own = { external_id: randomUUID(), product_name: 'Glasses', ...ready };
      await row('orders', { id, facility_id: facilityId, patient_id: patientId, ...own, ...fromFeed, ...columns });
      return { id, patientId };
    },
    async message(visit, columns = {}) {
      const contactPointId = await row('contact_points', { address: phone() });
      const messageId = await row('messages', {
        subject_id: visit.id,
        patient_id: visit.patientId,
        occurrence: visitAt,
        kind: 'appointment_reminder',
        slot: 'one-day',
        channel: 'text',
        contact_point_id: contactPointId,
        language: 'en',
        computed_at: '2026-11-23T15:00:00Z',
        send_at: '2026-11-23T15:00:00Z',
        useful_until: visitAt,
        answerable_until: visitAt,
        state: 'not_sent',
        state_at: plantedAt,
        created_at: plantedAt,
        ...columns,
      });
      return { id: messageId, contactPointId };
    },
  };
}
