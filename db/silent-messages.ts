import type { PracticeTransaction, Transaction } from './database.ts';
import { isUntoldSql } from './raw-facts.ts';

/** Nobody waits for a word for less than this. */
const shortestWait = '1 minute';

/** Practices with messages that a carrier took and has said nothing of since. */
export async function findPracticesInSilence(tx: Transaction): Promise<string[]> {
  const rows = await tx.sql<{ practiceId: string }[]>`
    SELECT DISTINCT practice_id AS "practiceId"
    FROM messages
    WHERE state = 'sent' AND word = 'sent' AND detail IS NULL AND channel <> 'voice'
      AND state_at < ${tx.now}::timestamptz - ${shortestWait}::interval`;
  return rows.map((row) => row.practiceId);
}

/** A message that was silent for as long as its facility waits, with its subject and those whose messages were merged into it. */
export interface SilentMessage {
  readonly id: string;
  readonly subjectIds: readonly string[];
}

/**
 * The texts and emails of which nothing came but that they were taken, the longest silent first. An email that lies in the mailbox
 * is not silent, whoever opens it, nor is one of which a word lies unread; a call is, in a way, until it is answered, but its own
 * tries see to that.
 */
export function findSilentMessages(tx: PracticeTransaction, limit: number): Promise<SilentMessage[]> {
  return tx.sql<SilentMessage[]>`
    SELECT message.id, array_prepend(
      message.subject_id, ARRAY(SELECT merged.subject_id FROM messages merged WHERE merged.merged_into = message.id)
    ) AS "subjectIds"
    FROM messages message
    JOIN planned_subjects visit ON visit.id = message.subject_id
    JOIN practice_settings general ON general.practice_id = message.practice_id
    LEFT JOIN facility_settings own ON own.facility_id = visit.facility_id
    WHERE message.state = 'sent' AND message.word = 'sent' AND message.detail IS NULL AND message.channel <> 'voice'
      AND message.state_at < ${tx.now}::timestamptz - coalesce(own.backup_after, general.backup_after)
      AND NOT ${isUntoldSql(tx.sql, 'message.id')}
    ORDER BY message.state_at
    LIMIT ${limit}`;
}

/** Notes on messages that are still without a word, read or unread, that they are; their subjects are locked. */
export async function noteSilence(
  tx: PracticeTransaction,
  messageIds: readonly string[],
  detail: string,
): Promise<void> {
  await tx.sql`
    UPDATE messages message SET detail = ${detail}
    WHERE id = ANY(${messageIds as string[]}::uuid[]) AND state = 'sent' AND word = 'sent' AND detail IS NULL
      AND NOT ${isUntoldSql(tx.sql, 'message.id')}`;
}
