import type { CallerName } from '../domain/calls/call-words.ts';
import type { Asked } from '../domain/answers/which-visit.ts';
import type { MessageState } from '../domain/message-state.ts';
import type { EpochMs } from '../domain/planning/plan.ts';
import type { AskedOf } from '../domain/kinds.ts';
import type { PracticeTransaction } from './database.ts';
import { askedTimeSql } from './group-recipients.ts';
import { askedOfSql } from './kinds.ts';

/** A call as what it says and what follows it need to know it. */
export interface CallRow {
  readonly messageId: string;
  readonly subjectId: string;
  /** The same, and those whose messages were merged into this one. */
  readonly subjectIds: readonly string[];
  readonly facilityId: string;
  readonly patientId: string;
  readonly senderId: string;
  /** Our number. */
  readonly from: string;
  readonly contactPointId: string;
  readonly language: string;
  /** What is said to a person. */
  readonly body: string;
  /** Whether there is something to confirm: not where every visit that it speaks of is confirmed already. */
  readonly asks: boolean;
  /** What an answer is to. */
  readonly asksOf: AskedOf;
  /** What it is about, and whether that needs no message any more: gone from the PMS, a recall that is booked, a dispensed order. */
  readonly about: 'appointment' | 'recall' | 'order';
  readonly closed: boolean;
  readonly caller: CallerName;
  readonly state: MessageState;
  readonly detail: string | null;
  readonly heardToEnd: boolean | null;
  readonly usefulUntil: EpochMs;
  /** When the next call goes; null where none is planned. */
  readonly retryAt: EpochMs | null;
  /** Calls that the carrier took for the message, up to and with this one. */
  readonly calls: number;
  /** Whether no later hand-over of the message was begun. */
  readonly newest: boolean;
  readonly tries: number;
  readonly retryAfterMs: number;
  readonly leaveMessageOn: number;
}

/** The call of a hand-over; null where it was no call, or is another message's. The subject's lock is to be held for what changes. */
export async function findCall(tx: PracticeTransaction, attemptId: string, messageId: string): Promise<CallRow | null> {
  const [row] = await tx.sql<CallRow[]>`
    SELECT
      message.id AS "messageId", message.subject_id AS "subjectId",
      array_prepend(message.subject_id, ARRAY(SELECT subject_id FROM messages WHERE merged_into = message.id)) AS "subjectIds",
      visit.facility_id AS "facilityId",
      visit.patient_id AS "patientId", attempt.sender_id AS "senderId", sender.address AS "from",
      attempt.contact_point_id AS "contactPointId", message.language, message.body,
      EXISTS (
        SELECT FROM messages said JOIN planned_subjects asked ON asked.id = said.subject_id AND asked.type <> 'order'
        WHERE (said.id = message.id OR said.merged_into = message.id)
          AND asked.answer <> 'confirmed' AND asked.pms_state <> 'confirmed'
      ) AS asks, ${askedOfSql(tx.sql, 'message.kind')} AS "asksOf",
      visit.type AS about, visit.gone_at IS NOT NULL OR visit.closed_by IS NOT NULL AS closed,
      jsonb_build_object('practice', practice.name_in_messages, 'phone', practice.phone) AS caller,
      message.state, message.detail, message.heard_to_end AS "heardToEnd", message.useful_until AS "usefulUntil",
      message.retry_at AS "retryAt",
      (SELECT count(*)::int FROM attempts earlier
        WHERE earlier.message_id = message.id AND earlier.number <= attempt.number
          AND (earlier.outcome = 'taken' OR earlier.id = attempt.id)) AS calls,
      NOT EXISTS (SELECT FROM attempts later
        WHERE later.message_id = message.id AND later.number > attempt.number) AS newest,
      coalesce(own.voice_tries, general.voice_tries) AS tries,
      (extract(epoch FROM coalesce(own.voice_retry_after, general.voice_retry_after)) * 1000)::float8 AS "retryAfterMs",
      coalesce(own.voice_leave_message_on, general.voice_leave_message_on) AS "leaveMessageOn"
    FROM attempts attempt
    JOIN messages message ON message.id = attempt.message_id
    JOIN senders sender ON sender.id = attempt.sender_id
    JOIN practices practice ON practice.id = attempt.practice_id
    JOIN practice_settings general ON general.practice_id = practice.id
    JOIN planned_subjects visit ON visit.id = message.subject_id
    LEFT JOIN facility_settings own ON own.facility_id = visit.facility_id
    WHERE attempt.id = ${attemptId} AND message.id = ${messageId} AND message.channel = 'voice'
      AND message.body IS NOT NULL`;
  return row ?? null;
}

/**
 * What a message asks about: its own visit, and those of the messages that merged into it. A visit that the PMS has given to another
 * patient since is gone for the one who is asked.
 */
export function findAskedByMessage(tx: PracticeTransaction, messageId: string): Promise<Asked[]> {
  return tx.sql<Asked[]>`
    SELECT
      message.id AS "messageId", ${messageId}::uuid AS "sentMessageId", message.language,
      coalesce(message.sent_at, message.state_at) AS "sentAt", visit.id AS "subjectId", visit.type, visit.patient_id AS "patientId",
      ${askedTimeSql(tx.sql, 'message')} AS occurrence, visit.starts_at AS "startsAt", message.answerable_until AS "answerableUntil",
      visit.pms_state AS pms,
      visit.gone_at IS NOT NULL OR visit.closed_by IS NOT NULL OR visit.patient_id <> message.patient_id AS gone, visit.answer,
      ${askedOfSql(tx.sql, 'message.kind')} AS asks
    FROM messages message
    JOIN planned_subjects visit ON visit.id = message.subject_id AND visit.type <> 'order'
    WHERE message.id = ${messageId} OR message.merged_into = ${messageId}
    ORDER BY message.occurrence, message.id`;
}

/** Notes who took the call, and what was heard of it; what was heard to the end stays so. */
export async function noteHeard(
  tx: PracticeTransaction,
  messageId: string,
  heard: { readonly by: 'human' | 'machine' | null; readonly toEnd: boolean },
): Promise<void> {
  await tx.sql`
    UPDATE messages
    SET detail = coalesce(${heard.by}, detail), heard_to_end = coalesce(heard_to_end, false) OR ${heard.toEnd}
    WHERE id = ${messageId} AND state = 'received'`;
}

/** Plans the next call of a message that nobody heard: when, where to, and how the last one ended. */
export async function planNextCall(
  tx: PracticeTransaction,
  messageId: string,
  next: { readonly at: EpochMs; readonly contactPointId: string; readonly after: string },
): Promise<void> {
  await tx.sql`
    UPDATE messages
    SET retry_at = ${next.at}, contact_point_id = ${next.contactPointId}, detail = ${next.after}
    WHERE id = ${messageId} AND channel = 'voice' AND state = 'sent'`;
}

/** The contact points that calls of a message went to: one for each call that the carrier took, and one for each that it refused. */
export async function findCalledPhones(
  tx: PracticeTransaction,
  messageId: string,
): Promise<{ readonly taken: readonly string[]; readonly refused: readonly string[] }> {
  const [row] = await tx.sql<[{ taken: string[]; refused: string[] }]>`
    SELECT
      coalesce(array_agg(contact_point_id::text) FILTER (WHERE outcome = 'taken'), '{}') AS taken,
      coalesce(array_agg(contact_point_id::text) FILTER (WHERE outcome = 'refused'), '{}') AS refused
    FROM attempts WHERE message_id = ${messageId}`;
  return row;
}

/** Plans the next call of a message whose call was refused for its number, whether or not one was taken before. */
export async function planCallAfterRefusal(
  tx: PracticeTransaction,
  messageId: string,
  next: { readonly at: EpochMs; readonly contactPointId: string; readonly after: string },
): Promise<void> {
  await tx.sql`
    UPDATE messages
    SET state = 'sent', state_at = CASE state WHEN 'sent' THEN state_at ELSE ${tx.now} END,
        retry_at = ${next.at}, contact_point_id = ${next.contactPointId}, detail = ${next.after}
    WHERE id = ${messageId} AND channel = 'voice' AND state IN ('sending', 'sent')`;
}

/** Whether a hand-over was reported to have ended like this already. */
export async function wasReported(
  tx: PracticeTransaction,
  { messageId, attemptId }: { readonly messageId: string; readonly attemptId: string },
  status: string,
): Promise<boolean> {
  // Receipts are found by their message.
  const [row] = await tx.sql<[{ reported: boolean }]>`
    SELECT EXISTS (
      SELECT FROM receipts WHERE message_id = ${messageId} AND attempt_id = ${attemptId} AND status = ${status}
    ) AS reported`;
  return row.reported;
}

/** Puts a call that the carrier proved not to have back among those that are made again. */
export async function returnCall(tx: PracticeTransaction, messageId: string, retryAt: EpochMs): Promise<void> {
  await tx.sql`UPDATE messages SET retry_at = ${retryAt} WHERE id = ${messageId} AND channel = 'voice' AND state = 'sent'`;
}

/** Ends a message whose next call is not to be made, with how the last one ended: by a machine it was received. */
export async function endCalls(tx: PracticeTransaction, messageId: string): Promise<void> {
  await tx.sql`
    UPDATE messages
    SET state = CASE detail WHEN 'machine' THEN 'received' ELSE 'not_received' END,
        word = CASE detail WHEN 'machine' THEN 'received' ELSE 'not_received' END,
        state_at = ${tx.now}, retry_at = NULL
    WHERE id = ${messageId} AND state = 'sent' AND retry_at IS NOT NULL`;
}
