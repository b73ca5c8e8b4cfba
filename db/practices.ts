import type { PracticeTransaction, Transaction } from './database.ts';
import type { Channel, EpochMs } from '../domain/planning/plan.ts';
import type { Carrier } from '../domain/carrier.ts';
import type { SettingValue } from '../domain/settings/setting.ts';

/** A practice as commands and schedules look it up. */
export interface PracticeRow {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly timeZone: string;
  /** Null while in rehearsal. */
  readonly liveAt: EpochMs | null;
}

export async function findPracticeBySlug(tx: Transaction, slug: string): Promise<PracticeRow | null> {
  const [row] = await tx.sql<PracticeRow[]>`
    SELECT id, slug, name, time_zone AS "timeZone", live_at AS "liveAt" FROM practices WHERE slug = ${slug}`;
  return row ?? null;
}

/** Every practice, by slug. */
export async function findPractices(tx: Transaction): Promise<PracticeRow[]> {
  return tx.sql<PracticeRow[]>`
    SELECT id, slug, name, time_zone AS "timeZone", live_at AS "liveAt" FROM practices ORDER BY slug`;
}

/** The id for a practice that is about to be added: its rows can be written only by a transaction that names it already. */
export async function newPracticeId(tx: Transaction): Promise<string> {
  const [row] = await tx.sql<[{ id: string }]>`SELECT uuidv7() AS id`;
  return row.id;
}

/** Which of these numbers and addresses some practice sends from already, itself or by a messaging service. */
export async function findTakenSenders(tx: Transaction, addresses: readonly string[]): Promise<string[]> {
  const rows = await tx.sql<{ address: string }[]>`
    SELECT address FROM senders WHERE address = ANY(${addresses as string[]})
    UNION
    SELECT number FROM sender_numbers WHERE number = ANY(${addresses as string[]})`;
  return rows.map((row) => row.address);
}

export interface NewPractice {
  readonly slug: string;
  readonly name: string;
  readonly nameInMessages: string;
  readonly phone: string;
  readonly timeZone: string;
  readonly carrier: Carrier;
  readonly liveAt: EpochMs | null;
}

/** Writes the practice that this transaction works for. */
export async function insertPractice(tx: PracticeTransaction, practice: NewPractice): Promise<void> {
  await tx.sql`
    INSERT INTO practices (id, slug, name, name_in_messages, phone, time_zone, carrier, live_at, created_at)
    VALUES (
      ${tx.practiceId}, ${practice.slug}, ${practice.name}, ${practice.nameInMessages}, ${practice.phone},
      ${practice.timeZone}, ${practice.carrier}, ${practice.liveAt}, ${tx.now}
    )`;
}

/** Column names of `practice_settings` with their values; a column that is left out takes the product's default. */
export async function insertPracticeSettings(tx: PracticeTransaction, settings: SettingsColumns): Promise<void> {
  await tx.sql`INSERT INTO practice_settings ${tx.sql({ practice_id: tx.practiceId, ...settings } as never)}`;
}

/** Column names of `facility_settings` with their values; a column that is left out follows the practice. */
export async function insertFacilitySettings(
  tx: PracticeTransaction,
  facilityId: string,
  settings: SettingsColumns,
): Promise<void> {
  await tx.sql`
    INSERT INTO facility_settings ${tx.sql({ practice_id: tx.practiceId, facility_id: facilityId, ...settings } as never)}`;
}

export type SettingsColumns = Readonly<Record<string, SettingValue>>;

export interface NewFacility {
  readonly externalId: string;
  readonly name: string;
  readonly nameInMessages: string;
  readonly timeZone: string;
  readonly phone: string;
  readonly address: string;
}

/** Writes a facility and returns its id. */
export async function insertFacility(tx: PracticeTransaction, facility: NewFacility): Promise<string> {
  const [row] = await tx.sql<[{ id: string }]>`
    INSERT INTO facilities (practice_id, external_id, name, name_in_messages, time_zone, phone, address)
    VALUES (
      ${tx.practiceId}, ${facility.externalId}, ${facility.name}, ${facility.nameInMessages}, ${facility.timeZone},
      ${facility.phone}, ${facility.address}
    )
    RETURNING id`;
  return row.id;
}

/** Adds a sender and returns its id. */
export async function insertSender(
  tx: PracticeTransaction,
  sender: { readonly facilityId: string | null; readonly channel: string; readonly address: string },
): Promise<string> {
  const [row] = await tx.sql<[{ id: string }]>`
    INSERT INTO senders (practice_id, facility_id, channel, address)
    VALUES (${tx.practiceId}, ${sender.facilityId}, ${sender.channel}, ${sender.address})
    RETURNING id`;
  return row.id;
}

export async function insertStep(
  tx: PracticeTransaction,
  step: {
    readonly facilityId: string | null;
    readonly kind: string;
    readonly slot: string;
    readonly channel: string;
    readonly offset: string | null;
    readonly condition: string;
    /** Null: every channel that is on as backup. */
    readonly backups: readonly string[] | null;
  },
): Promise<void> {
  await tx.sql`
    INSERT INTO steps (practice_id, facility_id, kind, slot, channel, "offset", condition, backups)
    VALUES (
      ${tx.practiceId}, ${step.facilityId}, ${step.kind}, ${step.slot}, ${step.channel}, ${step.offset}, ${step.condition},
      ${step.backups as string[] | null}
    )`;
}

export async function insertTemplate(
  tx: PracticeTransaction,
  template: {
    readonly kind: string;
    readonly channel: string;
    readonly language: string;
    readonly body: string;
    /** Of an email, and of nothing else. */
    readonly subjectLine?: string;
  },
): Promise<void> {
  await tx.sql`
    INSERT INTO templates (practice_id, kind, channel, language, body, subject_line, created_at)
    VALUES (
      ${tx.practiceId}, ${template.kind}, ${template.channel}, ${template.language}, ${template.body},
      ${template.subjectLine ?? null}, ${tx.now}
    )`;
}

export async function insertClosure(
  tx: PracticeTransaction,
  closure: {
    readonly facilityId: string | null;
    readonly type: string;
    readonly name: string;
    readonly from: string;
    readonly to: string;
  },
): Promise<void> {
  await tx.sql`
    INSERT INTO closures (practice_id, facility_id, type, name, from_date, to_date)
    VALUES (${tx.practiceId}, ${closure.facilityId}, ${closure.type}, ${closure.name}, ${closure.from}, ${closure.to})`;
}

/** The time zone of each facility of the practice, by the id that the feed calls it by. */
export async function findFacilityZones(tx: PracticeTransaction): Promise<Map<string, string>> {
  const rows = await tx.sql<{ externalId: string; zone: string }[]>`
    SELECT external_id AS "externalId", time_zone AS zone FROM facilities WHERE practice_id = ${tx.practiceId}`;
  return new Map(rows.map((row) => [row.externalId, row.zone]));
}

/** Ends the practice's rehearsal, or begins it again. One that is live stays so since its time. */
export async function setLive(tx: PracticeTransaction, isLive: boolean): Promise<void> {
  await tx.sql`
    UPDATE practices SET live_at = CASE WHEN ${isLive} THEN coalesce(live_at, ${tx.now}) END WHERE id = ${tx.practiceId}`;
}

/** A day on the practice's clocks (`YYYY-MM-DD`), and how many messages are planned for it. */
export interface ForecastDay {
  readonly day: string;
  readonly messages: number;
}

/** The messages that are to go in the next seven days by these channels, by day. */
export async function findForecast(tx: PracticeTransaction, channels: readonly Channel[]): Promise<ForecastDay[]> {
  return tx.sql<ForecastDay[]>`
    SELECT (message.send_at AT TIME ZONE practice.time_zone)::date AS day, count(*)::int AS messages
    FROM messages message JOIN practices practice ON practice.id = message.practice_id
    WHERE message.state = 'not_sent' AND message.channel = ANY(${channels as string[]}) AND message.send_at < ${tx.now}::timestamptz + interval '7 days'
    GROUP BY 1 ORDER BY 1`;
}

/** Whose account the practice's messages go through; null where there is no such practice. */
export async function findCarrier(tx: PracticeTransaction): Promise<Carrier | null> {
  const [row] = await tx.sql<{ carrier: Carrier }[]>`SELECT carrier FROM practices WHERE id = ${tx.practiceId}`;
  return row?.carrier ?? null;
}
