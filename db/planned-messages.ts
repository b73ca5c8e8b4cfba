import type { Mover, PlannedMessage } from '../domain/planning/planning-facts.ts';
import type { Kind } from '../domain/kinds.ts';
import type { MessageState, WithheldReason } from '../domain/message-state.ts';
import type { Channel, EpochMs } from '../domain/planning/plan.ts';
import type { PracticeTransaction } from './database.ts';

/** A message as it stands, with everything of it that a plan may change. */
export interface StoredMessage {
  readonly id: string;
  readonly subjectId: string;
  /** Null where it is about no visit and nobody is known behind the contact point. */
  readonly patientId: string | null;
  readonly occurrence: EpochMs;
  readonly kind: Kind;
  readonly slot: string;
  readonly channel: Channel;
  readonly contactPointId: string | null;
  readonly language: string;
  readonly computedAt: EpochMs;
  readonly sendAt: EpochMs;
  readonly movedBy: readonly Mover[];
  readonly usefulUntil: EpochMs;
  readonly answerableUntil: EpochMs;
  readonly state: MessageState;
  readonly reason: WithheldReason | null;
  readonly detail: string | null;
  /** When a call that nobody heard is made again; null where none is to be. */
  readonly retryAt: EpochMs | null;
  /** The message of the same slot that it stands in for. */
  readonly backupOf: string | null;
  /** The time that staff gave it; null: its step decides. */
  readonly setAt: EpochMs | null;
  /** The group message that it is held back by. */
  readonly heldBy: string | null;
  /** The message that it was merged into, and how that stands. */
  readonly carriedBy: { readonly id: string; readonly state: MessageState; readonly detail: string | null } | null;
}

/** Every message of these subjects, at whatever visit time. */
export function findMessages(tx: PracticeTransaction, subjectIds: readonly string[]): Promise<StoredMessage[]> {
  return tx.sql<StoredMessage[]>`${messagesOf(tx.sql, subjectIds)}`;
}

/** The same with their row locks; the subjects' are to be held already. */
export function lockMessages(tx: PracticeTransaction, subjectIds: readonly string[]): Promise<StoredMessage[]> {
  return tx.sql<StoredMessage[]>`${messagesOf(tx.sql, subjectIds)} FOR NO KEY UPDATE OF message`;
}

function messagesOf(sql: PracticeTransaction['sql'], subjectIds: readonly string[]) {
  return sql`
    SELECT
      message.id, message.subject_id AS "subjectId", message.patient_id AS "patientId", message.occurrence, message.kind, message.slot, message.channel,
      message.contact_point_id AS "contactPointId", message.language, message.computed_at AS "computedAt",
      message.send_at AS "sendAt", message.moved_by AS "movedBy", message.useful_until AS "usefulUntil",
      message.answerable_until AS "answerableUntil", message.state, message.reason, message.detail,
      message.retry_at AS "retryAt", message.backup_of AS "backupOf", message.set_at AS "setAt", message.held_by AS "heldBy",
      CASE WHEN carrier.id IS NOT NULL THEN 
        jsonb_build_object('id', carrier.id, 'state', carrier.state, 'detail', carrier.detail)
      END AS "carriedBy"
    FROM messages message
    LEFT JOIN messages carrier ON carrier.id = message.merged_into
    WHERE message.subject_id = ANY(${subjectIds as string[]}::uuid[])
    ORDER BY message.id`;
}

/** A planned message and the visit that it is about. */
export interface MessageToWrite extends PlannedMessage {
  readonly subjectId: string;
  readonly patientId: string;
  readonly occurrence: EpochMs;
}

/** Makes each message be as planned: adds it, or changes it where it is still ours to change. */
export async function writePlannedMessages(
  tx: PracticeTransaction,
  messages: readonly MessageToWrite[],
): Promise<void> {
  const rows = messages.map((message) => ({
    ...message,
    occurrence: iso(message.occurrence),
    computedAt: iso(message.computedAt),
    sendAt: iso(message.sendAt),
    usefulUntil: iso(message.usefulUntil),
    answerableUntil: iso(message.answerableUntil),
  }));
  // What is merged at the planning is a backup whose message came after all: that is the one that it is merged into.
  await tx.sql`
    INSERT INTO messages AS message (
      practice_id, subject_id, patient_id, occurrence, kind, slot, channel, contact_point_id, language,
      computed_at, send_at, moved_by, useful_until, answerable_until, state, reason, held_by, merged_into, state_at, created_at
    )
    SELECT
      ${tx.practiceId}, "subjectId", "patientId", occurrence, kind, slot, channel, "contactPointId", language,
      "computedAt", "sendAt", ARRAY(SELECT jsonb_array_elements_text("movedBy")), "usefulUntil", "answerableUntil",
      CASE WHEN withheld IS NULL THEN 'not_sent' ELSE 'withheld' END, withheld, "heldBy",
      CASE WHEN withheld = 'merged' THEN (
        SELECT coalesce(present.merged_into, present.backup_of) FROM messages present
        WHERE (present.subject_id, present.occurrence, present.kind, present.slot, present.channel)
          = (planned."subjectId", planned.occurrence, planned.kind, planned.slot, planned.channel)
      ) END,
      ${tx.now}, ${tx.now}
    FROM jsonb_to_recordset(${tx.sql.json(rows)}) AS planned(
      "subjectId" uuid, "patientId" uuid, occurrence timestamptz, kind text, slot text, channel text, "contactPointId" uuid,
      language text, "computedAt" timestamptz, "sendAt" timestamptz, "movedBy" jsonb, "usefulUntil" timestamptz,
      "answerableUntil" timestamptz, withheld text, "heldBy" uuid
    )
    ON CONFLICT (subject_id, occurrence, kind, slot, channel) DO UPDATE SET
      patient_id = excluded.patient_id, contact_point_id = excluded.contact_point_id, language = excluded.language,
      computed_at = excluded.computed_at, send_at = excluded.send_at, moved_by = excluded.moved_by,
      useful_until = excluded.useful_until, answerable_until = excluded.answerable_until,
      state = excluded.state, reason = excluded.reason, held_by = excluded.held_by, merged_into = excluded.merged_into, backup_of = NULL, detail = NULL,
      state_at = CASE WHEN message.state = excluded.state THEN message.state_at ELSE excluded.state_at END
    WHERE message.state IN ('not_sent', 'withheld')`;
  if (messages.some(({ backupOf }) => backupOf !== null)) await linkBackups(tx, rows);
}

/** Links backups with what they stand in for: a statement of its own, since both may have been written by one. */
async function linkBackups(
  tx: PracticeTransaction,
  rows: readonly Record<'subjectId' | 'occurrence' | 'kind' | 'slot' | 'channel', string>[],
): Promise<void> {
  await tx.sql`
    UPDATE messages backup
    SET backup_of = earlier.id
    FROM jsonb_to_recordset(${tx.sql.json(rows)}) AS planned(
      "subjectId" uuid, occurrence timestamptz, kind text, slot text, channel text, "backupOf" text
    )
    JOIN messages earlier
      ON (earlier.subject_id, earlier.occurrence, earlier.kind, earlier.slot, earlier.channel)
        = (planned."subjectId", planned.occurrence, planned.kind, planned.slot, planned."backupOf")
    WHERE (backup.subject_id, backup.occurrence, backup.kind, backup.slot, backup.channel)
        = (planned."subjectId", planned.occurrence, planned.kind, planned.slot, planned.channel)
      AND backup.state IN ('not_sent', 'withheld')`;
}

/** Withholds messages that are still waiting, or that a group held back until now, for one reason; says how many did. */
export async function withholdMessages(
  tx: PracticeTransaction,
  messageIds: readonly string[],
  reason: WithheldReason,
): Promise<number> {
  const { count } = await tx.sql`
    UPDATE messages SET state = 'withheld', reason = ${reason}, held_by = NULL, detail = NULL, state_at = ${tx.now}
    WHERE id = ANY(${messageIds as string[]}::uuid[]) AND (state = 'not_sent' OR held_by IS NOT NULL)`;
  return count;
}

/** Withholds waiting messages because another says what they would have said; that one is open to an answer as long as the last. */
export async function mergeMessages(
  tx: PracticeTransaction,
  messageIds: readonly string[],
  into: string,
): Promise<void> {
  await tx.sql`
    WITH open_longer AS (
      UPDATE messages SET answerable_until = greatest(answerable_until, (
        SELECT max(answerable_until) FROM messages WHERE id = ANY(${messageIds as string[]}::uuid[])
      ))
      WHERE id = ${into}
    )
    UPDATE messages SET state = 'withheld', reason = 'merged', merged_into = ${into}, detail = NULL, state_at = ${tx.now}
    WHERE id = ANY(${messageIds as string[]}::uuid[]) AND state = 'not_sent'`;
}

function iso(at: EpochMs): string {
  return new Date(at).toISOString();
}
