import type { EpochMs } from '../domain/planning/plan.ts';
import type { PracticeTransaction } from './database.ts';

/** A new version of a plan, and what caused it. */
export interface PlanChange {
  readonly version: number;
  readonly cause: string;
  readonly detail: Readonly<Record<string, string | number | null>>;
  readonly at: EpochMs;
}

/** One hand-over of one of its messages. */
export interface AttemptEvent {
  readonly messageId: string;
  readonly number: number;
  readonly openedAt: EpochMs;
  readonly outcome: 'open' | 'taken' | 'refused' | 'not_taken' | 'lost';
  readonly code: string | null;
  readonly carrierId: string | null;
  readonly settledAt: EpochMs | null;
  readonly settledBy: 'response' | 'callback' | 'list' | 'deadline' | null;
}

/** What the carrier said later of one of its messages. */
export interface ReceiptEvent {
  readonly messageId: string;
  readonly status: string;
  readonly code: string | null;
  readonly at: EpochMs;
}

/** What the patient sent back. */
export interface ReplyEvent {
  readonly messageId: string | null;
  readonly channel: string;
  readonly body: string;
  readonly reading: string;
  readonly outcome: string;
  readonly at: EpochMs;
}

/** What was taken as the answer. */
export interface AnswerEvent {
  readonly answer: 'none' | 'confirmed' | 'declined';
  readonly source: string;
  readonly occurrence: EpochMs;
  readonly at: EpochMs;
}

/** Every version of the plan of a visit, a recall, an order or a message by itself, oldest first. */
export async function findPlanChanges(tx: PracticeTransaction, subjectId: string): Promise<PlanChange[]> {
  return tx.sql<PlanChange[]>`
    SELECT version, cause, detail, at FROM plan_changes WHERE subject_id = ${subjectId} ORDER BY version`;
}

/** Every hand-over of these messages, oldest first. */
export async function findAttemptEvents(
  tx: PracticeTransaction,
  messageIds: readonly string[],
): Promise<AttemptEvent[]> {
  return tx.sql<AttemptEvent[]>`
    SELECT message_id AS "messageId", number, opened_at AS "openedAt", outcome, code, carrier_id AS "carrierId",
      settled_at AS "settledAt", settled_by AS "settledBy"
    FROM attempts
    WHERE message_id = ANY(${[...messageIds]}::uuid[])
    ORDER BY opened_at, id`;
}

/** Every receipt for these messages in the order that they came. */
export async function findReceiptEvents(
  tx: PracticeTransaction,
  messageIds: readonly string[],
): Promise<ReceiptEvent[]> {
  return tx.sql<ReceiptEvent[]>`
    SELECT message_id AS "messageId", status, code, received_at AS at
    FROM receipts
    WHERE message_id = ANY(${[...messageIds]}::uuid[])
    ORDER BY received_at, id`;
}

/** Every reply that was matched to the visit or recall, or answered it, oldest first. */
export async function findReplyEvents(tx: PracticeTransaction, subjectId: string): Promise<ReplyEvent[]> {
  return tx.sql<ReplyEvent[]>`
    SELECT message_id AS "messageId", channel, body, reading, outcome, received_at AS at
    FROM replies
    WHERE (
        appointment_id = ${subjectId} OR recall_id = ${subjectId}
        OR id IN (SELECT reply_id FROM answers WHERE answers.appointment_id = ${subjectId} OR answers.recall_id = ${subjectId})
      )
      AND rule NOT LIKE 'page.%'
    ORDER BY received_at, id`;
}

/** One reply; null where the practice has none of that id. */
export async function findReplyEvent(tx: PracticeTransaction, replyId: string): Promise<ReplyEvent | null> {
  const [row] = await tx.sql<ReplyEvent[]>`
    SELECT message_id AS "messageId", channel, body, reading, outcome, received_at AS at
    FROM replies
    WHERE id = ${replyId}`;
  return row ?? null;
}

/** Every answer that was ever given for the visit or recall, oldest first. */
export async function findAnswerEvents(tx: PracticeTransaction, subjectId: string): Promise<AnswerEvent[]> {
  return tx.sql<AnswerEvent[]>`
    SELECT answer, source, occurrence, at FROM answers
    WHERE appointment_id = ${subjectId} OR recall_id = ${subjectId}
    ORDER BY at, id`;
}

/** How far the engine has a plan. */
export interface PlanProgress {
  readonly planVersion: number;
  /** The newest version that the engine is known to have. */
  readonly engineVersion: number;
  /** Until then its run is parked and no worker answers for it; null when it never was. */
  readonly parkedUntil: EpochMs | null;
  readonly endsAt: EpochMs;
}

/** How far the engine has this plan. */
export async function findPlanProgress(tx: PracticeTransaction, subjectId: string): Promise<PlanProgress> {
  const [progress] = await tx.sql<[PlanProgress]>`
    SELECT plan_version AS "planVersion", engine_version AS "engineVersion", parked_until AS "parkedUntil", ends_at AS "endsAt"
    FROM subjects
    WHERE id = ${subjectId}`;
  return progress;
}
