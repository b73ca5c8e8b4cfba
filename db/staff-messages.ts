import type { Kind } from '../domain/kinds.ts';
import type { MessageLabel } from '../domain/labels.ts';
import type { MessageState, WithheldReason } from '../domain/message-state.ts';
import type { Answer, Channel, EpochMs } from '../domain/planning/plan.ts';
import type { Mover } from '../domain/planning/planning-facts.ts';
import type { PracticeTransaction } from './database.ts';
import { kindNameSql } from './kinds.ts';
import { pageOf, type Page, type PageRequest } from './keyset.ts';
import { messageLabelSql } from './label-sql.ts';

/** A message with its life, as staff see it. */
export interface StaffMessage {
  readonly id: string;
  readonly keyAt: string;
  /** The visit that it is about, or that the reply was about which it answers; null where there is none. */
  readonly appointmentId: string | null;
  /** The same of a recall. */
  readonly recallId: string | null;
  readonly orderId: string | null;
  /** Null where nobody is known behind the number. */
  readonly patientId: string | null;
  readonly patientName: string;
  readonly facilityId: string | null;
  /** Its facility's; the practice's where it has none. */
  readonly timeZone: string;
  /** The visit's time that it is about, which after a move is no longer the visit's; its own time where it answers a reply. */
  readonly occurrence: EpochMs;
  /** The reply that it answers; null where it is about a visit by itself. */
  readonly inReplyTo: string | null;
  readonly kind: Kind;
  readonly kindName: string;
  readonly slot: string;
  /** The group message that holds it back; null where none does. */
  readonly heldBy: string | null;
  readonly channel: Channel;
  readonly address: string | null;
  readonly language: string;
  readonly computedAt: EpochMs;
  readonly sendAt: EpochMs;
  readonly movedBy: readonly Mover[];
  readonly usefulUntil: EpochMs;
  /** After it an answer does not count by itself: a person reads it. */
  readonly answerableUntil: EpochMs;
  readonly state: MessageState;
  readonly stateAt: EpochMs;
  readonly detail: string | null;
  readonly reason: WithheldReason | null;
  readonly answer: Answer;
  readonly body: string | null;
  /** Of an email. */
  readonly subjectLine: string | null;
  /** The words that it was rendered from, and which version of them; null before it is taken into hand, and of what answers a reply. */
  readonly template: { readonly key: string; readonly version: number } | null;
  readonly sentAt: EpochMs | null;
  readonly createdAt: EpochMs;
  readonly label: MessageLabel;
}

/** What a list of messages can be narrowed by; what is not given does not bind. */
export interface MessageFilter {
  /** Days at the facility on which it is to be sent, both included, as `YYYY-MM-DD`. */
  readonly from?: string;
  readonly to?: string;
  readonly facility?: string;
  readonly appointmentId?: string;
  readonly recallId?: string;
  readonly orderId?: string;
  readonly kind?: string;
  readonly channel?: string;
  readonly state?: string;
  readonly reason?: string;
  readonly label?: string;
}

/** A page of messages, by the time that they are to be sent at. */
export async function findStaffMessages(
  tx: PracticeTransaction,
  filter: MessageFilter,
  page: PageRequest,
): Promise<Page<StaffMessage>> {
  const { sql } = tx;
  const rows = await sql<StaffMessage[]>`
    ${selection(sql)}
    WHERE true ${messagesGiven(sql, filter)}
      ${page.after === null ? sql`` : sql`AND (m.send_at, m.id) > (${page.after.at}::text::timestamptz, ${page.after.id}::uuid)`}
    ORDER BY m.send_at, m.id
    LIMIT ${page.limit + 1}`;
  return pageOf(rows, page.limit);
}

/** One message; null where the practice has none of that id. */
export async function findStaffMessage(tx: PracticeTransaction, id: string): Promise<StaffMessage | null> {
  const [row] = await tx.sql<StaffMessage[]>`${selection(tx.sql)} WHERE m.id = ${id}`;
  return row ?? null;
}

/**
 * Every message that was ever planned for a visit, a recall or an order, also for times that it no longer has, and what answered
 * replies about it.
 */
export async function findMessagesOfSubject(tx: PracticeTransaction, subjectId: string): Promise<StaffMessage[]> {
  return tx.sql<StaffMessage[]>`
    ${selection(tx.sql)} WHERE ${ofSubject(tx.sql, subjectId)} ORDER BY m.occurrence DESC, m.send_at, m.id`;
}

function selection(sql: PracticeTransaction['sql']) {
  return sql`
    SELECT m.id, m.send_at::text AS "keyAt", a.id AS "appointmentId", recall.id AS "recallId", ordered.id AS "orderId",
      p.id AS "patientId", concat_ws(' ', nullif(p.first_name, ''), p.last_name) AS "patientName",
      f.id AS "facilityId", coalesce(f.time_zone, practice.time_zone) AS "timeZone",
      m.in_reply_to AS "inReplyTo", m.occurrence, m.kind, ${kindNameSql(sql, 'm.kind')} AS "kindName", m.slot, m.held_by AS "heldBy", m.channel, c.address, m.language, m.computed_at AS "computedAt", m.send_at AS "sendAt",
      m.moved_by AS "movedBy", m.useful_until AS "usefulUntil",
      m.answerable_until AS "answerableUntil", m.state, m.state_at AS "stateAt", m.detail, m.reason, m.answer,
      m.body, m.subject_line AS "subjectLine",
      CASE WHEN template.id IS NOT NULL THEN jsonb_build_object(
        'key', concat_ws('/', template.kind, template.name, template.channel, template.language), 'version', template.version
      ) END AS template, m.sent_at AS "sentAt", m.created_at AS "createdAt", ${messageLabelSql(sql)} AS label
    ${messagesWithSubjects(sql)}
    LEFT JOIN patients p ON p.id = m.patient_id
    LEFT JOIN contact_points c ON c.id = m.contact_point_id
    LEFT JOIN templates template ON template.id = m.template_id`;
}

/**
 * Messages `m` of the `practice`, each with its visit `a`, its `recall` or what was `ordered`, at its facility `f`, where it has one.
 * CASE and never coalesce, which under row-level security keeps every index from being used.
 */
export function messagesWithSubjects(sql: PracticeTransaction['sql']) {
  return sql`
    FROM messages m
    JOIN practices practice ON practice.id = m.practice_id
    LEFT JOIN replies r ON r.id = m.in_reply_to
    LEFT JOIN appointments a ON a.id = CASE WHEN r.appointment_id IS NULL THEN m.subject_id ELSE r.appointment_id END
    LEFT JOIN recalls recall ON recall.id = CASE WHEN r.recall_id IS NULL THEN m.subject_id ELSE r.recall_id END
    LEFT JOIN orders ordered ON ordered.id = m.subject_id
    LEFT JOIN facilities f ON f.id = CASE
      WHEN a.id IS NOT NULL THEN a.facility_id
      WHEN recall.id IS NOT NULL THEN recall.facility_id
      ELSE ordered.facility_id
    END`;
}

/** Of a visit, a recall or an order itself, and what answered the replies about it. */
function ofSubject(sql: PracticeTransaction['sql'], subjectId: string) {
  return sql`m.id = ANY(ARRAY(
    SELECT id FROM messages WHERE subject_id = ${subjectId}
    UNION ALL
    SELECT id FROM messages WHERE in_reply_to = ANY(ARRAY(
      SELECT id FROM replies WHERE appointment_id = ${subjectId}
      UNION ALL
      SELECT id FROM replies WHERE recall_id = ${subjectId}
    ))
  ))`;
}

/** The conditions of a filter on `messagesWithSubjects`. */
export function messagesGiven(sql: PracticeTransaction['sql'], filter: MessageFilter) {
  const { from, to, facility, appointmentId, recallId, orderId, kind, channel, state, reason, label } = filter;
  const about = appointmentId ?? recallId ?? orderId;
  const day = sql`(m.send_at AT TIME ZONE coalesce(f.time_zone, practice.time_zone))::date`;
  // The facility's calendar decides the day. The bound on the instant, wider than any zone's offset, is there for the index.
  return sql`
    ${from === undefined ? sql`` : sql`AND ${day} >= ${from}::text::date AND m.send_at >= ${from}::text::date - 1`}
    ${to === undefined ? sql`` : sql`AND ${day} <= ${to}::text::date AND m.send_at < ${to}::text::date + 2`}
    ${facility === undefined ? sql`` : sql`AND ${facility} IN (f.external_id, f.id::text)`}
    ${about === undefined ? sql`` : sql`AND ${ofSubject(sql, about)}`}
    ${kind === undefined ? sql`` : sql`AND m.kind = ${kind}`}
    ${channel === undefined ? sql`` : sql`AND m.channel = ${channel}`}
    ${state === undefined ? sql`` : sql`AND m.state = ${state}`}
    ${reason === undefined ? sql`` : sql`AND m.reason = ${reason}`}
    ${label === undefined ? sql`` : sql`AND ${messageLabelSql(sql)} = ${label}`}`;
}
