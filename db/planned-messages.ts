import type { Mover, PlannedMessage } from '../domain/planning/planning-facts.ts';
import type { Kind } from '../domain/kinds.ts';
import type { MessageState, WithheldReason } from '../domain/message-state.ts';
import type { Channel, EpochMs } from '../domain/planning/plan.ts';
import type { PracticeTransaction } from './database.ts';

/** A message as it stands, with everything of it that a plan may change. */
export interface StoredMessage {
  readonly id: string;
  readonly subjectId: string;
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
}

/** Every message of these subjects, at whatever visit time, with their row locks; the subjects' are to be held already. */
export function lockMessages(tx: PracticeTransaction, subjectIds: readonly string[]): Promise<StoredMessage[]> {
  return tx.sql<StoredMessage[]>`
    SELECT
      id, subject_id AS "subjectId", occurrence, kind, slot, channel, contact_point_id AS "contactPointId", language,
      computed_at AS "computedAt", send_at AS "sendAt", moved_by AS "movedBy",
      useful_until AS "usefulUntil", answerable_until AS "answerableUntil", state, reason
    FROM messages
    WHERE subject_id = ANY(${subjectIds as string[]}::uuid[])
    ORDER BY id
    FOR NO KEY UPDATE`;
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
  await tx.sql`
    INSERT INTO messages AS message (
      practice_id, subject_id, patient_id, occurrence, kind, slot, channel, contact_point_id, language,
      computed_at, send_at, moved_by, useful_until, answerable_until, state, reason, state_at, created_at
    )
    SELECT
      ${tx.practiceId}, "subjectId", "patientId", occurrence, kind, slot, channel, "contactPointId", language,
      "computedAt", "sendAt", ARRAY(SELECT jsonb_array_elements_text("movedBy")), "usefulUntil", "answerableUntil",
      CASE WHEN withheld IS NULL THEN 'not_sent' ELSE 'withheld' END, withheld, ${tx.now}, ${tx.now}
    FROM jsonb_to_recordset(${tx.sql.json(rows)}) AS planned(
      "subjectId" uuid, "patientId" uuid, occurrence timestamptz, kind text, slot text, channel text, "contactPointId" uuid,
      language text, "computedAt" timestamptz, "sendAt" timestamptz, "movedBy" jsonb, "usefulUntil" timestamptz,
      "answerableUntil" timestamptz, withheld text
    )
    ON CONFLICT (subject_id, occurrence, kind, slot, channel) DO UPDATE SET
      patient_id = excluded.patient_id, contact_point_id = excluded.contact_point_id, language = excluded.language,
      computed_at = excluded.computed_at, send_at = excluded.send_at, moved_by = excluded.moved_by,
      useful_until = excluded.useful_until, answerable_until = excluded.answerable_until,
      state = excluded.state, reason = excluded.reason, detail = NULL,
      state_at = CASE WHEN message.state = excluded.state THEN message.state_at ELSE excluded.state_at END
    WHERE message.state IN ('not_sent', 'withheld')`;
}

/** Withholds messages that are still waiting, for one reason. */
export async function withholdMessages(
  tx: PracticeTransaction,
  messageIds: readonly string[],
  reason: WithheldReason,
): Promise<void> {
  await tx.sql`
    UPDATE messages SET state = 'withheld', reason = ${reason}, detail = NULL, state_at = ${tx.now}
    WHERE id = ANY(${messageIds as string[]}::uuid[]) AND state = 'not_sent'`;
}

function iso(at: EpochMs): string {
  return new Date(at).toISOString();
}
