import type { MessageLabel } from '../domain/labels.ts';
import type { MessageState, WithheldReason } from '../domain/message-state.ts';
import type { Channel, EpochMs } from '../domain/planning/plan.ts';
import type { PracticeTransaction } from './database.ts';
import type { GroupToSend } from './group-messages.ts';
import { pageOf, type Page, type PageRequest } from './keyset.ts';
import { furthestFirstSql, messageLabelSql } from './label-sql.ts';
import { whoseSql } from './staff-subjects.ts';

/** A group as staff see it. */
export interface StaffGroup extends GroupToSend {
  readonly id: string;
  readonly keyAt: string;
  readonly state: 'planning' | 'planned' | 'undoing' | 'undone';
  readonly recipients: number;
  readonly keyName: string;
  readonly createdAt: EpochMs;
  readonly undoneAt: EpochMs | null;
  readonly undoneBy: string | null;
  /** The practice's. */
  readonly timeZone: string;
}

/** A page of the practice's groups, newest first. */
export async function findStaffGroups(tx: PracticeTransaction, page: PageRequest): Promise<Page<StaffGroup>> {
  const { sql } = tx;
  const rows = await sql<StaffGroup[]>`
    ${groupSelection(sql)}
    ${page.after === null ? sql`` : sql`WHERE (told.created_at, told.id) < (${page.after.at}::text::timestamptz, ${page.after.id}::uuid)`}
    ORDER BY told.created_at DESC, told.id DESC
    LIMIT ${page.limit + 1}`;
  return pageOf(rows, page.limit);
}

/** One group; null where the practice has none of this id. */
export async function findStaffGroup(tx: PracticeTransaction, id: string): Promise<StaffGroup | null> {
  const [row] = await tx.sql<StaffGroup[]>`${groupSelection(tx.sql)} WHERE told.id = ${id}`;
  return row ?? null;
}

function groupSelection(sql: PracticeTransaction['sql']) {
  return sql`
    SELECT told.id, told.created_at::text AS "keyAt", told.kind, told.words, told.channel,
      (extract(epoch FROM told.shift) * 1000)::float8 AS "shiftMs", told.filter, told.state, told.recipients,
      told.key_name AS "keyName", told.created_at AS "createdAt", told.undone_at AS "undoneAt", told.undone_by AS "undoneBy",
      practice.time_zone AS "timeZone"
    FROM group_messages told
    JOIN practices practice ON practice.id = told.practice_id`;
}

/** Where a visit of a group stands: its turn has not come, it was left out, taken back, or its messages say the rest. */
type RecipientState = 'waiting' | 'planned' | 'left_out' | 'undone' | 'told';

/** How many of a group's visits stand alike. */
export interface RecipientCount {
  readonly state: RecipientState;
  /** Of the message that came furthest; null where none was planned. */
  readonly label: MessageLabel | null;
  readonly channel: Channel | null;
  /** Why the visit was left out, or its message is withheld. */
  readonly reason: WithheldReason | null;
  readonly count: number;
}

/** Counts a group's visits by how far its message to each has come. */
export function countRecipients(tx: PracticeTransaction, groupId: string): Promise<RecipientCount[]> {
  const { sql } = tx;
  return sql<RecipientCount[]>`
    SELECT recipient.state, m.label, m.channel, coalesce(recipient.reason, m.reason) AS reason, count(*)::int AS count
    FROM group_recipients recipient
    ${furthestSql(sql)}
    WHERE recipient.group_id = ${groupId}
    GROUP BY 1, 2, 3, 4
    ORDER BY 1, 2, 3, 4`;
}

/** A visit of a group, and how far its message has come. */
export interface StaffRecipient {
  readonly id: string;
  readonly keyAt: string;
  readonly facilityName: string;
  readonly timeZone: string;
  readonly patientId: string;
  readonly patientName: string;
  /** The time that the visit had, and the one that was told. */
  readonly occurrence: EpochMs;
  readonly toldAt: EpochMs;
  readonly state: RecipientState;
  readonly messageId: string | null;
  readonly channel: Channel | null;
  readonly messageState: MessageState | null;
  readonly label: MessageLabel | null;
  readonly reason: WithheldReason | null;
  /** As the PMS has them; empty where it has none. */
  readonly phones: readonly string[];
}

/** A page of a group's visits, soonest first; `unreached`: only those whose patient is still to be called. */
export async function findRecipients(
  tx: PracticeTransaction,
  asked: { readonly groupId: string; readonly unreached: boolean },
  page: PageRequest,
): Promise<Page<StaffRecipient>> {
  const { sql } = tx;
  const rows = await sql<StaffRecipient[]>`
    ${recipientSelection(sql)}
    WHERE recipient.group_id = ${asked.groupId} ${asked.unreached ? unreachedSql(sql) : sql``}
      ${page.after === null ? sql`` : sql`AND (recipient.occurrence, recipient.appointment_id) > (${page.after.at}::text::timestamptz, ${page.after.id}::uuid)`}
    ORDER BY recipient.occurrence, recipient.appointment_id
    LIMIT ${page.limit + 1}`;
  return pageOf(rows, page.limit);
}

function recipientSelection(sql: PracticeTransaction['sql']) {
  return sql`
    SELECT recipient.appointment_id AS id, recipient.occurrence::text AS "keyAt", ${whoseSql(sql)}, recipient.occurrence,
      recipient.told_at AS "toldAt", recipient.state, m.id AS "messageId", m.channel, m.state AS "messageState", m.label,
      coalesce(recipient.reason, m.reason) AS reason,
      ARRAY(SELECT phone FROM unnest(ARRAY[p.cell_phone, p.home_phone, p.work_phone, p.guarantor_phone]) AS phone WHERE phone <> '') AS phones
    FROM group_recipients recipient
    JOIN appointments a ON a.id = recipient.appointment_id
    JOIN facilities f ON f.id = a.facility_id
    JOIN patients p ON p.id = a.patient_id
    ${furthestSql(sql)}`;
}

/** The message of the group to its `recipient` that came furthest; one that was merged into another stands as that does. */
function furthestSql(sql: PracticeTransaction['sql']) {
  return sql`
    LEFT JOIN LATERAL (
      SELECT m.id, m.channel, m.state, m.reason, ${messageLabelSql(sql)} AS label
      FROM messages own
      JOIN messages m ON m.id = coalesce(own.merged_into, own.id)
      WHERE own.subject_id = recipient.appointment_id AND own.slot = 'group-' || recipient.group_id
      ORDER BY ${furthestFirstSql(sql)}, m.computed_at DESC, m.id DESC
      LIMIT 1
    ) AS m ON true`;
}

/** Told, and by nothing that came: withheld for good, failed, or without any word. Who was left out or taken back is not among them. */
function unreachedSql(sql: PracticeTransaction['sql']) {
  return sql`
    AND recipient.state IN ('planned', 'told') AND a.starts_at = recipient.occurrence
    AND (m.state IS NULL OR m.state IN ('withheld', 'not_received', 'unknown'))`;
}
