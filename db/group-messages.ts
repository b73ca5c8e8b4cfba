import type { Kind } from '../domain/kinds.ts';
import type { AppointmentLabel } from '../domain/labels.ts';
import type { Channel } from '../domain/planning/plan.ts';
import type { PracticeTransaction, Transaction } from './database.ts';
import type { ChangedBy } from './setting-changes.ts';

/** Which visits a group is of; what is not given does not bind. */
export interface GroupFilter {
  /** The visits' times, ISO 8601 with offset: from then on, and before. */
  readonly from: string;
  readonly to: string;
  /** A facility's id in the PMS, or ours. */
  readonly facility?: string;
  /** Of the PMS. */
  readonly provider?: string;
  readonly type?: string;
  /** Visits that have messages of this kind. */
  readonly withKind?: Kind;
  readonly label?: AppointmentLabel;
  /** Our ids of visits that are left out. */
  readonly except?: string[];
}

/** What is told to a group of visits. */
export interface GroupToSend {
  readonly kind: Kind;
  /** The name of the words. */
  readonly words: string;
  /** By which its messages go first. */
  readonly channel: Channel;
  /** How much later the visits are; null: it tells of no new time. */
  readonly shiftMs: number | null;
  readonly filter: GroupFilter;
}

/** A group that a batch is planned or undone of. */
export interface GroupInHand extends ChangedBy {
  readonly id: string;
  readonly kind: Kind;
  readonly state: 'planning' | 'undoing';
}

/** The slot of a group's messages. */
export function groupSlot(groupId: string): string {
  return `group-${groupId}`;
}

/** The group whose messages have this slot; null where it is another's. */
export function groupOfSlot(slot: string): string | null {
  return slot.startsWith('group-') ? slot.slice('group-'.length) : null;
}

/** Lets one group of a practice at a time choose its visits: until the end of the transaction. */
export async function lockGroups(tx: PracticeTransaction): Promise<void> {
  await tx.sql`SELECT pg_advisory_xact_lock(hashtextextended('groups ' || ${tx.practiceId}, 0))`;
}

/** Keeps what staff tell a group; returns its id. */
export async function insertGroup(
  tx: PracticeTransaction,
  group: GroupToSend & { readonly by: ChangedBy },
): Promise<string> {
  const { kind, words, channel, shiftMs, filter, by } = group;
  const [row] = await tx.sql<[{ id: string }]>`
    INSERT INTO group_messages (practice_id, kind, words, channel, shift, filter, key_id, key_name, created_at)
    VALUES (${tx.practiceId}, ${kind}, ${words}, ${channel},
      ${shiftMs === null ? null : shiftMs / 1000}::float8 * interval '1 second', ${tx.sql.json(filter as never)},
      ${by.keyId}, ${by.keyName}, ${tx.now})
    RETURNING id`;
  return row.id;
}

/** Notes how many visits the group has. */
export async function noteRecipients(tx: PracticeTransaction, groupId: string, recipients: number): Promise<void> {
  await tx.sql`UPDATE group_messages SET recipients = ${recipients} WHERE id = ${groupId}`;
}

/**
 * The oldest group that is not planned or undone to the end yet, with its row lock; those of the kinds that are `urgent` first. Null where
 * there is none.
 */
export async function lockGroupInHand(tx: PracticeTransaction, urgent: readonly Kind[]): Promise<GroupInHand | null> {
  const [row] = await tx.sql<GroupInHand[]>`
    SELECT id, kind, state, key_id AS "keyId", key_name AS "keyName"
    FROM group_messages
    WHERE practice_id = ${tx.practiceId} AND state IN ('planning', 'undoing')
    ORDER BY kind = ANY(${urgent as Kind[]}) DESC, created_at, id
    LIMIT 1
    FOR NO KEY UPDATE`;
  return row ?? null;
}

/** Notes that every visit of the group was planned, or undone. */
export async function endGroupInHand(tx: PracticeTransaction, groupId: string): Promise<void> {
  await tx.sql`
    UPDATE group_messages SET state = CASE state WHEN 'undoing' THEN 'undone' ELSE 'planned' END WHERE id = ${groupId}`;
}

/**
 * Takes a group back: from this commit on no claim begins of what was not handed over. False where it was taken back already, or the
 * practice has none of this id.
 */
export async function undoGroup(tx: PracticeTransaction, groupId: string, by: ChangedBy): Promise<boolean> {
  const { count } = await tx.sql`
    UPDATE group_messages SET state = 'undoing', undone_at = ${tx.now}, undone_by = ${by.keyName}
    WHERE id = ${groupId} AND undone_at IS NULL`;
  return count > 0;
}

/** The practices with a group that is not planned or undone to the end yet. Needs a transaction across practices. */
export async function findPracticesWithGroups(tx: Transaction): Promise<string[]> {
  const rows = await tx.sql<{ practiceId: string }[]>`
    SELECT DISTINCT practice_id AS "practiceId" FROM group_messages WHERE state IN ('planning', 'undoing')`;
  return rows.map((row) => row.practiceId);
}
