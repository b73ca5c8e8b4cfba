import type { Channel, EpochMs } from '../domain/planning/plan.ts';
import type { MessageState } from '../domain/message-state.ts';
import type { ReceiptWord, Standing } from '../domain/receipts/move-by-receipt.ts';
import type { PracticeTransaction, Transaction } from './database.ts';
import { isUntoldSql } from './raw-facts.ts';
import type { Carrier } from '../domain/carrier.ts';

export type AttemptOutcome = 'open' | 'taken' | 'refused' | 'not_taken' | 'lost';
export type SettledBy = 'response' | 'callback' | 'list' | 'deadline';

/** An attempt with what settling it needs to know of its message. */
export interface AttemptRow {
  readonly id: string;
  readonly messageId: string;
  readonly subjectId: string;
  readonly contactPointId: string;
  readonly outcome: AttemptOutcome;
  readonly carrierId: string | null;
  readonly settledBy: SettledBy | null;
  readonly messageState: MessageState;
  /** The furthest word that was said of the message. */
  readonly messageWord: ReceiptWord | null;
}

/** An attempt with its own and its message's row locks; the subject's lock is to be held already. */
export async function lockAttempt(tx: PracticeTransaction, attemptId: string): Promise<AttemptRow | null> {
  const [row] = await tx.sql<AttemptRow[]>`
    SELECT
      attempt.id, attempt.message_id AS "messageId", message.subject_id AS "subjectId",
      attempt.contact_point_id AS "contactPointId", attempt.outcome, attempt.carrier_id AS "carrierId",
      attempt.settled_by AS "settledBy", message.state AS "messageState", message.word AS "messageWord"
    FROM messages message
    JOIN attempts attempt ON attempt.message_id = message.id
    WHERE attempt.id = ${attemptId}
    FOR NO KEY UPDATE OF message, attempt`;
  return row ?? null;
}

/** Whose an attempt is. */
export interface AttemptTargets {
  readonly subjectId: string;
  /** Those whose messages were merged into this one, or had been in this hand-over of it. */
  readonly mergedSubjectIds: readonly string[];
  readonly messageId: string;
  readonly contactPointId: string;
}

/** Whose attempt this is, unlocked; null where the practice has no such attempt of that message. */
export async function findAttemptTargets(tx: PracticeTransaction, attemptId: string): Promise<AttemptTargets | null> {
  const [row] = await tx.sql<AttemptTargets[]>`
    SELECT message.subject_id AS "subjectId", message.id AS "messageId", attempt.contact_point_id AS "contactPointId",
      ARRAY(
        SELECT merged.subject_id FROM messages merged WHERE merged.merged_into = message.id
        UNION
        SELECT carried.subject_id FROM messages carried WHERE carried.id = ANY(attempt.carried)
      ) AS "mergedSubjectIds"
    FROM attempts attempt
    JOIN messages message ON message.id = attempt.message_id
    WHERE attempt.id = ${attemptId}`;
  return row ?? null;
}

/** Writes how an open attempt ended. */
export async function closeAttempt(
  tx: PracticeTransaction,
  attemptId: string,
  end: {
    readonly outcome: Exclude<AttemptOutcome, 'open'>;
    readonly carrierId: string | null;
    readonly code: string | null;
    readonly settledBy: SettledBy;
  },
): Promise<void> {
  await tx.sql`
    UPDATE attempts
    SET outcome = ${end.outcome}, carrier_id = coalesce(${end.carrierId}, carrier_id), code = ${end.code},
        settled_at = ${tx.now}, settled_by = ${end.settledBy}
    WHERE id = ${attemptId} AND outcome = 'open'`;
}

/** Writes that an attempt which had ended otherwise was taken, under this id. */
export async function correctAttempt(
  tx: PracticeTransaction,
  attemptId: string,
  carrierId: string,
  settledBy: SettledBy,
): Promise<void> {
  await tx.sql`
    UPDATE attempts
    SET outcome = 'taken', carrier_id = ${carrierId}, code = NULL, settled_at = ${tx.now}, settled_by = ${settledBy}
    WHERE id = ${attemptId}`;
}

/** Takes a message that the carrier has after all out of the queue again, or from among the withheld. Says whether it was there. */
export async function takeBackReturn(tx: PracticeTransaction, messageId: string): Promise<boolean> {
  const waiting = await tx.sql`
    UPDATE messages
    SET state = 'sent', word = 'sent', reason = NULL, merged_into = NULL, detail = NULL, retry_at = NULL, state_at = ${tx.now},
        sent_at = coalesce(sent_at, ${tx.now})
    WHERE id = ${messageId} AND (state IN ('not_sent', 'withheld') OR retry_at IS NOT NULL)`;
  return waiting.count > 0;
}

/** Notes why an attempt that stays open is in doubt. */
export async function noteDoubt(tx: PracticeTransaction, attemptId: string, code: string): Promise<void> {
  await tx.sql`UPDATE attempts SET code = ${code} WHERE id = ${attemptId} AND outcome = 'open'`;
}

/**
 * Writes how a message stands now; the first time that it counts as sent is kept. Says whether that changes a plan: what failed or
 * will never be known may have a backup, and one that waits is not needed where word came after all.
 */
export async function moveMessage(
  tx: PracticeTransaction,
  messageId: string,
  to: Standing & { readonly detail: string | null; readonly sent: boolean },
): Promise<boolean> {
  const [row] = await tx.sql<{ changesPlan: boolean }[]>`
    UPDATE messages
    SET state = ${to.state}, word = ${to.word}, detail = ${to.detail},
        retry_at = CASE ${to.state} WHEN 'sent' THEN retry_at END,
        state_at = CASE WHEN state = ${to.state} THEN state_at ELSE ${tx.now} END,
        sent_at = CASE WHEN ${to.sent} THEN coalesce(sent_at, ${tx.now}) ELSE sent_at END
    WHERE id = ${messageId}
    RETURNING EXISTS (SELECT FROM subjects WHERE subjects.id = messages.subject_id AND subjects.type <> 'message') AND (
      state IN ('not_received', 'unknown')
      OR EXISTS (SELECT FROM messages backup WHERE backup.backup_of = ${messageId} AND backup.state = 'not_sent')
    ) AS "changesPlan"`;
  return row?.changesPlan ?? false;
}

/** Puts a message that the carrier proved not to have back into the queue. */
export async function returnMessage(
  tx: PracticeTransaction,
  messageId: string,
  sendAt: EpochMs,
  detail: string,
): Promise<void> {
  await tx.sql`
    UPDATE messages SET state = 'not_sent', word = NULL, state_at = ${tx.now}, send_at = ${sendAt}, detail = ${detail}
    WHERE id = ${messageId} AND state = 'sending'`;
}

/**
 * Puts the messages that were merged into one that is put back into the queue too, not before its time: it may change, or never go.
 * The attempt keeps which it had carried. Returns their subjects.
 */
export async function returnMerged(
  tx: PracticeTransaction,
  { messageId, id }: Pick<AttemptRow, 'messageId' | 'id'>,
  sendAt: EpochMs,
): Promise<string[]> {
  const rows = await tx.sql<{ subjectId: string }[]>`
    WITH returned AS (
      UPDATE messages
      SET state = 'not_sent', reason = NULL, merged_into = NULL, state_at = ${tx.now}, send_at = greatest(send_at, ${sendAt})
      WHERE merged_into = ${messageId} AND backup_of IS DISTINCT FROM merged_into
      RETURNING id, subject_id
    ), kept AS (
      UPDATE attempts SET carried = ARRAY(SELECT returned.id FROM returned) WHERE id = ${id}
    )
    SELECT subject_id AS "subjectId" FROM returned`;
  return rows.map((row) => row.subjectId);
}

/**
 * Merges the messages that an attempt had carried into its message again, since the carrier has it after all; those that have gone by
 * themselves meanwhile, or with another, stay as they are. Returns the subjects of the merged.
 */
export async function mergeCarried(
  tx: PracticeTransaction,
  { messageId, id }: Pick<AttemptRow, 'messageId' | 'id'>,
): Promise<string[]> {
  const rows = await tx.sql<{ subjectId: string }[]>`
    UPDATE messages
    SET state = 'withheld', reason = 'merged', merged_into = ${messageId}, detail = NULL, state_at = ${tx.now}
    WHERE id = ANY((SELECT carried FROM attempts WHERE id = ${id})::uuid[])
      AND (state = 'not_sent' OR (state = 'withheld' AND merged_into IS NULL))
    RETURNING subject_id AS "subjectId"`;
  return rows.map((row) => row.subjectId);
}

/** What goes out by one channel through one account, where a hand-over of it had to be over before this. */
export interface LineInDoubt {
  readonly carrier: Carrier;
  readonly channel: Channel;
  readonly handOverBefore: EpochMs;
}

/** A hand-over in doubt: what the carrier's list is asked for. */
export interface DoubtfulAttempt {
  readonly attemptId: string;
  readonly practiceId: string;
}

/** The oldest open attempts of a line, of every practice. */
export function findDoubtfulAttempts(
  tx: Transaction,
  { carrier, channel, handOverBefore }: LineInDoubt,
): Promise<DoubtfulAttempt[]> {
  return tx.sql<DoubtfulAttempt[]>`
    SELECT attempt.id AS "attemptId", attempt.practice_id AS "practiceId"
    FROM attempts attempt
    JOIN messages message ON message.id = attempt.message_id
    JOIN practices ON practices.id = attempt.practice_id
    WHERE attempt.outcome = 'open' AND attempt.hand_over_by < ${handOverBefore}
      AND message.channel = ${channel} AND practices.carrier = ${carrier}
    ORDER BY attempt.hand_over_by
    LIMIT 250`;
}

/** How many open attempts a line has that no conclusion is due on: from this time on, and before the other. */
export async function countDoubtfulAttempts(
  tx: Transaction,
  { carrier, channel, handOverBefore }: LineInDoubt,
  since: EpochMs,
): Promise<number> {
  const [row] = await tx.sql<[{ count: number }]>`
    SELECT count(*)::int AS count
    FROM attempts attempt
    JOIN messages message ON message.id = attempt.message_id
    JOIN practices ON practices.id = attempt.practice_id
    WHERE attempt.outcome = 'open' AND attempt.hand_over_by < ${handOverBefore} AND attempt.hand_over_by >= ${since}
      AND message.channel = ${channel} AND practices.carrier = ${carrier}`;
  return row.count;
}

/** What was handed over in an attempt, as the carrier would list it. */
export interface HandedOver {
  readonly carrier: Carrier;
  readonly channel: Channel;
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly openedAt: EpochMs;
  readonly handOverBy: EpochMs;
  /** A carrier's report of it, or of an earlier one of the message, lies unread. */
  readonly untold: boolean;
}

export async function findHandedOver(tx: PracticeTransaction, attemptId: string): Promise<HandedOver | null> {
  const [row] = await tx.sql<HandedOver[]>`
    SELECT practices.carrier, message.channel, senders.address AS "from", contact_points.address AS "to", message.body,
      attempt.opened_at AS "openedAt", attempt.hand_over_by AS "handOverBy", ${isUntoldSql(tx.sql, 'message.id')} AS untold
    FROM attempts attempt
    JOIN messages message ON message.id = attempt.message_id
    JOIN senders ON senders.id = attempt.sender_id
    JOIN contact_points ON contact_points.id = attempt.contact_point_id
    JOIN practices ON practices.id = attempt.practice_id
    WHERE attempt.id = ${attemptId} AND attempt.outcome = 'open'`;
  return row ?? null;
}

/** Which of these carrier ids other attempts are known to bear: a listed text that is another message's is not this one's. */
export async function findKnownCarrierIds(
  tx: PracticeTransaction,
  carrierIds: readonly string[],
): Promise<Set<string>> {
  const rows = await tx.sql<{ carrierId: string }[]>`
    SELECT carrier_id AS "carrierId" FROM attempts WHERE carrier_id = ANY(${carrierIds as string[]})`;
  return new Set(rows.map((row) => row.carrierId));
}
