import type { Channel, EpochMs } from '../domain/planning/plan.ts';
import type { Caps } from '../domain/planning/caps.ts';
import type { SameDayVisits } from '../domain/planning/merge.ts';
import type { PracticeTransaction } from './database.ts';
import { writesJustNow } from './claim-traffic.ts';
import type { Carrier } from '../domain/carrier.ts';
import type { SubjectType } from './subjects.ts';

/** The contact point that a message goes to, with its row lock; the subject's lock, which keeps it from changing, is held. */
export async function lockContactPointOfMessage(
  tx: PracticeTransaction,
  messageId: string,
): Promise<{ id: string; address: string } | null> {
  const [row] = await tx.sql<{ id: string; address: string }[]>`
    SELECT contact.id, contact.address
    FROM messages message
    JOIN contact_points contact ON contact.id = message.contact_point_id
    WHERE message.id = ${messageId}
    FOR NO KEY UPDATE OF contact`;
  return row ?? null;
}

/** What the practice as a whole says about sending now. */
export interface PracticeState {
  readonly name: string;
  readonly phone: string;
  readonly carrier: Carrier;
  readonly live: boolean;
  readonly rehearsalContacts: readonly string[];
  readonly pausedAt: Readonly<Record<Channel, EpochMs | null>>;
  /** When the PMS wrote out the newest copy that was applied; null before the first. */
  readonly copyFrom: EpochMs | null;
  readonly feedPauseAfterMs: number;
  readonly caps: Caps;
  readonly sameDayVisits: SameDayVisits;
}

export async function findPracticeState(tx: PracticeTransaction): Promise<PracticeState> {
  const [row] = await tx.sql<[PracticeState]>`
    SELECT
      name_in_messages AS name, phone, carrier, live_at IS NOT NULL AS live, settings.rehearsal_contacts AS "rehearsalContacts",
      jsonb_build_object(
        'text', extract(epoch FROM settings.text_paused_at) * 1000,
        'voice', extract(epoch FROM settings.voice_paused_at) * 1000,
        'email', extract(epoch FROM settings.email_paused_at) * 1000
      ) AS "pausedAt",
      (SELECT max(exported_at) FROM sync_runs WHERE state = 'applied' AND list = 'appointments') AS "copyFrom",
      (extract(epoch FROM settings.feed_pause_after) * 1000)::float8 AS "feedPauseAfterMs",
      jsonb_build_object(
        'perDay', settings.cap_per_day, 'perWeek', settings.cap_per_week, 'perPhoneDay', settings.cap_per_phone_day
      ) AS caps,
      settings.same_day_visits AS "sameDayVisits"
    FROM practices
    JOIN practice_settings settings ON settings.practice_id = practices.id
    WHERE practices.id = ${tx.practiceId}`;
  return row;
}

/** Whether a hand-over to this contact point is still without an end, or what came from there a moment ago is not read yet. */
export async function isContactBusy(tx: PracticeTransaction, contactPointId: string, now: EpochMs): Promise<boolean> {
  const [row] = await tx.sql<[{ busy: boolean }]>`
    SELECT EXISTS (SELECT FROM attempts WHERE contact_point_id = ${contactPointId} AND outcome = 'open')
      OR ${writesJustNow(tx, contactPointId, now)} AS busy`;
  return row.busy;
}

/** What a message may say of a visit. */
export interface VisitWords {
  readonly patient: { readonly firstName: string; readonly preferredName: string };
  readonly facility: { readonly nameInMessages: string; readonly zone: string; readonly address: string };
  readonly providerName: string;
  readonly visitAt: EpochMs;
  readonly endsAt: EpochMs;
  /** A visit stands in a calendar; a recall or an order is of a day. */
  readonly type: Exclude<SubjectType, 'message'>;
}

/** What a message of a kind can be made of. */
export interface Wording {
  readonly template: { readonly body: string; readonly subjectLine: string | null };
  /** Whom it goes out from: the facility's own sender, else the practice's. Null where the channel has none. */
  readonly sender: { readonly id: string; readonly address: string } | null;
  /** The soonest first. */
  readonly visits: readonly (VisitWords & { readonly id: string })[];
}

/** The words, the sender, and what may be said of these visits. */
export async function findWording(
  tx: PracticeTransaction,
  asked: {
    readonly templateId: string;
    readonly channel: Channel;
    readonly facilityId: string;
    readonly subjectIds: readonly string[];
  },
): Promise<Wording> {
  const [row] = await tx.sql<[Wording]>`
    SELECT
      (SELECT jsonb_build_object('body', body, 'subjectLine', subject_line)
       FROM templates WHERE id = ${asked.templateId}) AS template,
      (SELECT jsonb_build_object('id', id, 'address', address)
       FROM senders
       WHERE channel = ${asked.channel} AND (facility_id = ${asked.facilityId} OR facility_id IS NULL)
       ORDER BY facility_id IS NULL, id
       LIMIT 1) AS sender,
      (${visitWordsSql(tx.sql, asked.subjectIds)}) AS visits`;
  return row;
}

/** What messages may say of these visits, recalls and orders, the soonest first. */
export async function findVisitWords(
  tx: PracticeTransaction,
  subjectIds: readonly string[],
): Promise<Wording['visits']> {
  const [row] = await tx.sql<[Pick<Wording, 'visits'>]>`SELECT (${visitWordsSql(tx.sql, subjectIds)}) AS visits`;
  return row.visits;
}

function visitWordsSql(sql: PracticeTransaction['sql'], subjectIds: readonly string[]) {
  return sql`
    SELECT coalesce(jsonb_agg(jsonb_build_object(
      'id', visit.id,
      'patient', jsonb_build_object('firstName', patient.first_name, 'preferredName', patient.preferred_name),
      'facility', jsonb_build_object(
        'nameInMessages', facility.name_in_messages, 'zone', facility.time_zone, 'address', facility.address),
      'providerName', coalesce(provider.name_in_messages, ''),
      'visitAt', extract(epoch FROM visit.starts_at) * 1000,
      'endsAt', extract(epoch FROM visit.ends_at) * 1000,
      'type', visit.type
    ) ORDER BY visit.starts_at, patient.first_name, visit.id), '[]')
    FROM planned_subjects visit
    JOIN patients patient ON patient.id = visit.patient_id
    JOIN facilities facility ON facility.id = visit.facility_id
    LEFT JOIN provider_names provider ON provider.provider_id = visit.provider_id
    WHERE visit.id = ANY(${subjectIds as string[]}::uuid[])`;
}

/**
 * Takes a message into hand with the words that go out, opens the attempt that hands it over, and gives the plan, from which the
 * message is now gone, its next version, which the workflow is handed as the result of its send. Returns the attempt's id. A call
 * that is made again stays sent: a message only moves forward.
 */
export async function openAttempt(
  tx: PracticeTransaction,
  claim: {
    readonly messageId: string;
    readonly subjectId: string;
    readonly senderId: string;
    readonly contactPointId: string;
    /** Null where the words came with it. */
    readonly templateId: string | null;
    readonly body: string;
    /** Of an email, and of nothing else. */
    readonly subjectLine?: string | null;
    readonly now: EpochMs;
    readonly handOverBy: EpochMs;
  },
): Promise<string> {
  const [row] = await tx.sql<[{ id: string }]>`
    WITH taken AS (
      UPDATE messages
      SET state = CASE state WHEN 'sent' THEN 'sent' ELSE 'sending' END,
          state_at = CASE state WHEN 'sent' THEN state_at ELSE ${claim.now} END,
          detail = CASE state WHEN 'sent' THEN detail END, retry_at = NULL,
          sender_id = ${claim.senderId}, template_id = ${claim.templateId}, body = ${claim.body},
          subject_line = ${claim.subjectLine ?? null}
      WHERE id = ${claim.messageId}
    ), opened AS (
      INSERT INTO attempts (practice_id, message_id, number, sender_id, contact_point_id, opened_at, hand_over_by)
      SELECT ${tx.practiceId}, ${claim.messageId}, count(*) + 1, ${claim.senderId}, ${claim.contactPointId}, ${claim.now},
        ${claim.handOverBy}
      FROM attempts WHERE message_id = ${claim.messageId}
      RETURNING id
    ), raised AS (
      UPDATE subjects
      SET plan_version = plan_version + 1, engine_version = plan_version + 1, parked_until = NULL
      WHERE id = ${claim.subjectId}
      RETURNING id, plan_version
    ), noted AS (
      INSERT INTO plan_changes (subject_id, version, practice_id, cause, detail, at)
      SELECT raised.id, raised.plan_version, ${tx.practiceId}, 'send',
        jsonb_build_object('messageId', ${claim.messageId}::uuid, 'attemptId', opened.id), ${tx.now}
      FROM raised, opened
    )
    SELECT id FROM opened`;
  return row.id;
}

/** Puts a message off to a later time, or the next call of one; `detail` says why in a slug, while that is all there is to say. */
export async function postponeMessage(
  tx: PracticeTransaction,
  messageId: string,
  until: EpochMs,
  detail: string,
): Promise<void> {
  await tx.sql`
    UPDATE messages
    SET send_at = CASE state WHEN 'not_sent' THEN ${until} ELSE send_at END,
        retry_at = CASE WHEN retry_at IS NOT NULL THEN ${until}::timestamptz END,
        detail = CASE state WHEN 'not_sent' THEN ${detail} ELSE detail END
    WHERE id = ${messageId} AND (state = 'not_sent' OR retry_at IS NOT NULL)`;
}
