import type { MessageLabel } from '../domain/labels.ts';
import type { MessageState, WithheldReason } from '../domain/message-state.ts';
import type { PracticeTransaction } from './database.ts';
import { furthestFirstSql, messageLabelSql } from './label-sql.ts';
import { kindNameSql } from './kinds.ts';
import { messagesGiven, messagesWithSubjects, type MessageFilter } from './staff-messages.ts';

/** How many messages of a kind bear a label. */
export interface MessageCount {
  readonly kind: string;
  readonly kindName: string;
  readonly label: MessageLabel;
  /** With `Will Not Be Sent`: why; null with every other label. */
  readonly reason: WithheldReason | null;
  readonly count: number;
}

/** Counts messages by kind, label and reason. */
export function countMessages(
  tx: PracticeTransaction,
  filter: Pick<MessageFilter, 'from' | 'to' | 'facility' | 'channel'>,
): Promise<MessageCount[]> {
  const { sql } = tx;
  return sql<MessageCount[]>`
    SELECT counted.*, ${kindNameSql(sql, 'counted.kind')} AS "kindName"
    FROM (
      SELECT m.kind, ${messageLabelSql(sql)} AS label, m.reason, count(*)::int AS count
      ${messagesWithSubjects(sql)}
      WHERE true ${messagesGiven(sql, filter)}
      GROUP BY 1, 2, 3
    ) AS counted
    ORDER BY 1, 2, 3`;
}

/** How far the messages of one kind about a visit's present time have come: the furthest of them. */
export interface DeliveryByKind {
  readonly appointmentId: string;
  readonly kind: string;
  readonly kindName: string;
  readonly messageId: string;
  readonly state: MessageState;
  readonly label: MessageLabel;
  readonly reason: WithheldReason | null;
}

/** The delivery of each of these visits by kind; a visit without messages has none. */
export function findDeliveryByKind(
  tx: PracticeTransaction,
  appointmentIds: readonly string[],
): Promise<DeliveryByKind[]> {
  const { sql } = tx;
  return sql<DeliveryByKind[]>`
    SELECT DISTINCT ON (m.subject_id, m.kind)
      m.subject_id AS "appointmentId", m.kind, ${kindNameSql(sql, 'm.kind')} AS "kindName", m.id AS "messageId", m.state, ${messageLabelSql(sql)} AS label, m.reason
    FROM messages m
    JOIN appointments a ON a.id = m.subject_id AND a.starts_at = m.occurrence
    WHERE m.subject_id = ANY(${[...appointmentIds]}::uuid[])
    ORDER BY m.subject_id, m.kind, ${furthestFirstSql(sql)}, m.send_at DESC`;
}
