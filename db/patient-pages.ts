import type { Button, EarlierPress, PressOutcome } from '../domain/answers/decide-press.ts';
import type { Kind } from '../domain/kinds.ts';
import type { Answer, Channel, EpochMs, PmsState } from '../domain/planning/plan.ts';
import type { PracticeTransaction } from './database.ts';
import { askedTimeSql } from './group-recipients.ts';

/** A text or a mail, as the page needs it that its link opens. */
export interface LinkedMessage {
  readonly kind: Kind;
  readonly channel: Exclude<Channel, 'voice'>;
  /** Of the words that went out. */
  readonly language: string;
  readonly senderId: string;
  readonly contactPointId: string;
  readonly optedOut: boolean;
  readonly practiceName: string;
  /** E.164. */
  readonly practicePhone: string;
}

/** The message that a link names; null where this practice has none, or has never taken it into hand. */
export async function findLinkedMessage(tx: PracticeTransaction, messageId: string): Promise<LinkedMessage | null> {
  const [row] = await tx.sql<LinkedMessage[]>`
    SELECT
      message.kind, message.channel, coalesce(template.language, message.language) AS language, message.sender_id AS "senderId",
      contact.id AS "contactPointId", contact.opted_out_at IS NOT NULL AS "optedOut",
      practice.name_in_messages AS "practiceName", practice.phone AS "practicePhone"
    FROM messages message
    JOIN practices practice ON practice.id = message.practice_id
    JOIN contact_points contact ON contact.id = message.contact_point_id
    LEFT JOIN templates template ON template.id = message.template_id
    WHERE message.id = ${messageId} AND message.channel <> 'voice' AND message.sender_id IS NOT NULL`;
  return row ?? null;
}

/** A visit that a message asked about, as it stands now. */
export interface LinkedVisit {
  /** The visit, or the recall. */
  readonly subjectId: string;
  readonly type: 'appointment' | 'recall';
  /** The message about this visit: the link's own, or one that merged into it. */
  readonly messageId: string;
  /** The time that was asked about, and the one that the visit has. */
  readonly occurrence: EpochMs;
  readonly startsAt: EpochMs;
  readonly answerableUntil: EpochMs;
  readonly pms: PmsState;
  readonly gone: boolean;
  readonly answer: Answer;
  /** The name that the patient goes by. */
  readonly firstName: string;
  /** `YYYY-MM-DD`. */
  readonly birthDate: string | null;
  readonly facilityName: string;
  readonly facilityAddress: string;
  readonly zone: string;
}

/**
 * The visits that a message asked about, its own and those whose messages merged into it, soonest first; none that the PMS has given to
 * another patient since.
 */
export function findLinkedVisits(tx: PracticeTransaction, messageId: string): Promise<LinkedVisit[]> {
  return tx.sql<LinkedVisit[]>`
    SELECT
      visit.id AS "subjectId", visit.type, asked.id AS "messageId", ${askedTimeSql(tx.sql, 'asked')} AS occurrence, visit.starts_at AS "startsAt",
      asked.answerable_until AS "answerableUntil", visit.pms_state AS pms, visit.gone_at IS NOT NULL OR visit.closed_by IS NOT NULL AS gone, visit.answer,
      coalesce(nullif(patient.preferred_name, ''), patient.first_name) AS "firstName",
      patient.date_of_birth AS "birthDate",
      facility.name_in_messages AS "facilityName", facility.address AS "facilityAddress",
      facility.time_zone AS zone
    FROM messages asked
    JOIN planned_subjects visit ON visit.id = asked.subject_id AND visit.type <> 'order'
    JOIN patients patient ON patient.id = visit.patient_id
    JOIN facilities facility ON facility.id = visit.facility_id
    WHERE (asked.id = ${messageId} OR asked.merged_into = ${messageId})
      AND visit.patient_id = asked.patient_id
    ORDER BY visit.starts_at, visit.id`;
}

/** An earlier press, and the reply that it became. */
export interface StoredPress extends EarlierPress {
  readonly replyId: string | null;
}

/** The presses on this message's page since then. */
export function findPresses(tx: PracticeTransaction, messageId: string, since: EpochMs): Promise<StoredPress[]> {
  return tx.sql<StoredPress[]>`
    SELECT button, outcome, reply_id AS "replyId", at
    FROM page_presses
    WHERE message_id = ${messageId} AND at >= ${since} AND button <> 'unsubscribe'
    ORDER BY at, id`;
}

/** How many dates of birth were entered on this message's page that were wrong. */
export async function countWrongBirthDates(tx: PracticeTransaction, messageId: string): Promise<number> {
  const [row] = await tx.sql<[{ count: number }]>`
    SELECT count(*)::int AS count
    FROM page_presses
    WHERE message_id = ${messageId} AND button = 'birth_date' AND outcome IN ('wrong_birth_date', 'locked')`;
  return row.count;
}

/** Keeps a press, and the reply that it became. */
export async function addPress(
  tx: PracticeTransaction,
  press: {
    readonly messageId: string;
    readonly button: Button | 'unsubscribe';
    readonly outcome: PressOutcome | 'opted_out';
    readonly replyId: string | null;
    readonly at: EpochMs;
  },
): Promise<void> {
  await tx.sql`
    INSERT INTO page_presses (practice_id, message_id, button, outcome, reply_id, at)
    VALUES (${tx.practiceId}, ${press.messageId}, ${press.button}, ${press.outcome}, ${press.replyId}, ${press.at})`;
}
