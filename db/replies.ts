import type { Asked } from '../domain/answers/which-visit.ts';
import { invariant } from '../domain/fault.ts';
import type { Answer, Channel, EpochMs } from '../domain/planning/plan.ts';
import type { PracticeTransaction } from './database.ts';
import { askedTimeSql } from './group-recipients.ts';
import { askedOfSql } from './kinds.ts';

/** The contact point of an address, made when it is new to the practice. */
export async function ensureContactPoint(tx: PracticeTransaction, address: string): Promise<string> {
  const find = () => tx.sql<{ id: string }[]>`SELECT id FROM contact_points WHERE address = ${address}`;
  const [known] = await find();
  if (known !== undefined) return known.id;
  await tx.sql`
    INSERT INTO contact_points (practice_id, address) VALUES (${tx.practiceId}, ${address})
    ON CONFLICT (practice_id, address) DO NOTHING`;
  // A statement of its own: only so does it see a row that the one before waited for.
  const [made] = await find();
  invariant(made !== undefined, 'a contact point that was made is there');
  return made.id;
}

/** Who asked whom, since when: by the time of the message. */
interface AskedBy {
  readonly senderId: string;
  readonly contactPointId: string;
  readonly since: EpochMs;
}

/** Each message that went out so, as `sent`, with those that it speaks for, itself first, as `message`. */
function askingSql(sql: PracticeTransaction['sql'], { senderId, contactPointId, since }: AskedBy) {
  return sql`
    messages sent
    JOIN LATERAL (
      SELECT id, kind, slot, subject_id, patient_id, occurrence, answerable_until FROM messages WHERE messages.id = sent.id
      UNION ALL
      SELECT id, kind, slot, subject_id, patient_id, occurrence, answerable_until FROM messages WHERE messages.merged_into = sent.id
    ) AS message
      ON sent.contact_point_id = ${contactPointId} AND sent.sender_id = ${senderId}
      AND sent.state IN ('sending', 'sent', 'received', 'not_received', 'unknown')
      AND (sent.state <> 'not_received' OR (sent.channel = 'text' AND sent.sent_at IS NOT NULL))
      AND coalesce(sent.sent_at, sent.state_at) >= ${since}`;
}

/**
 * Takes the row locks of all subjects that a reply may change, by id, which come before all others: what was asked about, what still
 * writes to the contact point, and these. Returns which they are.
 */
export async function lockSubjectsOfReply(
  tx: PracticeTransaction,
  asked: AskedBy,
  also: readonly string[],
): Promise<Set<string>> {
  const rows = await tx.sql<{ id: string }[]>`
    SELECT id FROM subjects
    WHERE type <> 'message' AND id = ANY(${also as string[]}::uuid[] || ARRAY(
      SELECT message.subject_id FROM ${askingSql(tx.sql, asked)}
      UNION
      SELECT writing.subject_id
      FROM messages writing
      JOIN subjects subject ON subject.id = writing.subject_id
      WHERE writing.contact_point_id = ${asked.contactPointId} AND writing.state IN ('not_sent', 'withheld')
        AND subject.ends_at > ${tx.now}
    ))
    ORDER BY id
    FOR NO KEY UPDATE`;
  return new Set(rows.map(({ id }) => id));
}

/**
 * Every visit and recall that this sender asked this contact point about since the given time, also in a message that others were merged
 * into: the newest message first, the visits of one soonest first. Whether an answer still counts is for the reader to tell; a visit
 * that the PMS has given to another patient since is gone for the one who was asked. A text that the carrier took and then reported
 * as failed may have been read all the same; what it refused was not, nor a call that nobody heard.
 */
export function findAskedVisits(tx: PracticeTransaction, asked: AskedBy): Promise<Asked[]> {
  return tx.sql<Asked[]>`
    SELECT
      message.id AS "messageId", sent.id AS "sentMessageId", coalesce(sent.sent_at, sent.state_at) AS "sentAt",
      sent.language, visit.id AS "subjectId", visit.type, visit.patient_id AS "patientId",
      ${askedTimeSql(tx.sql, 'message')} AS occurrence, visit.starts_at AS "startsAt", message.answerable_until AS "answerableUntil",
      visit.pms_state AS pms,
      visit.gone_at IS NOT NULL OR visit.closed_by IS NOT NULL OR visit.patient_id <> message.patient_id AS gone, visit.answer,
      ${askedOfSql(tx.sql, 'message.kind')} AS asks
    FROM ${askingSql(tx.sql, asked)}
    JOIN planned_subjects visit ON visit.id = message.subject_id AND visit.type <> 'order'
    ORDER BY "sentAt" DESC, sent.id, message.occurrence, visit.id`;
}

/** What was said after a reply came and has been read before it. */
export interface SaidSince {
  readonly optedOut: boolean;
  /** The subjects that were answered, whichever way. */
  readonly answered: readonly string[];
}

/** What came after `receivedAt`: an opt-out of this contact point, answers to these subjects. The locks of all of them are held. */
export async function findSaidSince(
  tx: PracticeTransaction,
  contactPointId: string,
  subjectIds: readonly string[],
  receivedAt: EpochMs,
): Promise<SaidSince> {
  const [row] = await tx.sql<[SaidSince]>`
    SELECT
      EXISTS (
        SELECT FROM replies
        WHERE contact_point_id = ${contactPointId} AND received_at > ${receivedAt} AND outcome = 'opted_out'
      ) AS "optedOut",
      ARRAY(
        SELECT coalesce(appointment_id, recall_id)
        FROM answers
        WHERE at > ${receivedAt} AND answer <> 'none'
          AND (appointment_id = ANY(${subjectIds as string[]}::uuid[]) OR recall_id = ANY(${subjectIds as string[]}::uuid[]))
      ) AS answered`;
  return row;
}

/** Keeps a reply as it came. Returns null where one of this carrier's id was recorded before. */
export async function addReply(
  tx: PracticeTransaction,
  reply: {
    readonly channel: Channel;
    readonly senderId: string;
    readonly contactPointId: string;
    readonly carrierId: string;
    readonly body: string;
    /** Pictures and the like that came with it. */
    readonly mediaLeftOut?: number;
    readonly reading: string;
    readonly rule: string;
    readonly outcome: string;
    readonly messageId: string | null;
    /** The visit or the recall that it is about. */
    readonly subjectId: string | null;
    /** When it came, where that was before it is recorded. */
    readonly receivedAt?: EpochMs;
  },
): Promise<string | null> {
  const [row] = await tx.sql<{ id: string }[]>`
    INSERT INTO replies (practice_id, channel, sender_id, contact_point_id, carrier_id, body, media_left_out, reading, rule, outcome,
      message_id, appointment_id, recall_id, received_at)
    VALUES (${tx.practiceId}, ${reply.channel}, ${reply.senderId}, ${reply.contactPointId}, ${reply.carrierId}, ${reply.body},
      ${reply.mediaLeftOut ?? 0}, ${reply.reading}, ${reply.rule}, ${reply.outcome}, ${reply.messageId},
      (SELECT id FROM appointments WHERE id = ${reply.subjectId}), (SELECT id FROM recalls WHERE id = ${reply.subjectId}),
      ${reply.receivedAt ?? tx.now})
    ON CONFLICT (practice_id, carrier_id) DO NOTHING
    RETURNING id`;
  return row?.id ?? null;
}

/**
 * Notes the answer on the message that it was given to. An answer implies that the message was received; of one that is still in
 * hand it only notes the word, since whether the carrier has that one is for its own end to say.
 */
export async function answerMessage(tx: PracticeTransaction, messageId: string, answer: Answer): Promise<void> {
  await tx.sql`
    UPDATE messages
    SET answer = ${answer},
        word = CASE WHEN state IN ('not_sent', 'withheld') THEN word ELSE 'received' END,
        state = CASE WHEN state IN ('sent', 'unknown', 'not_received') THEN 'received' ELSE state END,
        retry_at = NULL,
        state_at = CASE WHEN state IN ('sent', 'unknown', 'not_received') THEN ${tx.now} ELSE state_at END
    WHERE id = ${messageId}`;
}

/** What came of a reply that was kept under this id of the carrier; null where none was. */
export async function findReplyOutcome(tx: PracticeTransaction, carrierId: string): Promise<string | null> {
  const [row] = await tx.sql<{ outcome: string }[]>`SELECT outcome FROM replies WHERE carrier_id = ${carrierId}`;
  return row?.outcome ?? null;
}

/** A reply as whoever answers it needs it. */
export interface ReplyToAnswer {
  readonly channel: Channel;
  readonly senderId: string;
  readonly contactPointId: string;
  /** Of the message that it was matched to; null where there is none. */
  readonly patientId: string | null;
  readonly language: string;
  readonly optedOut: boolean;
}

/** The reply of this id; null where the practice has none. */
export async function findReplyToAnswer(tx: PracticeTransaction, replyId: string): Promise<ReplyToAnswer | null> {
  const [row] = await tx.sql<ReplyToAnswer[]>`
    SELECT reply.channel, reply.sender_id AS "senderId", reply.contact_point_id AS "contactPointId",
      message.patient_id AS "patientId", coalesce(message.language, 'en') AS language,
      contact.opted_out_at IS NOT NULL AS "optedOut"
    FROM replies reply
    JOIN contact_points contact ON contact.id = reply.contact_point_id
    LEFT JOIN messages message ON message.id = reply.message_id
    WHERE reply.id = ${replyId}`;
  return row ?? null;
}
