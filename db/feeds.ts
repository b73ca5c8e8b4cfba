import type { PracticeTransaction, Transaction } from './database.ts';

/** Where a practice's facts come from. */
export interface FeedRecord {
  readonly id: string;
  readonly practiceId: string;
  readonly type: 'csv';
  readonly path: string;
}

export async function insertFeed(tx: PracticeTransaction, feed: Pick<FeedRecord, 'type' | 'path'>): Promise<void> {
  await tx.sql`INSERT INTO feeds (practice_id, type, path) VALUES (${tx.practiceId}, ${feed.type}, ${feed.path})`;
}

/** The feeds of every practice, or in a practice's transaction of that one. */
export async function findFeeds(tx: Transaction): Promise<FeedRecord[]> {
  return tx.sql<FeedRecord[]>`SELECT id, practice_id AS "practiceId", type, path FROM feeds ORDER BY id`;
}

/** Where a feed of this practice lies, and the zone that the stamps of its files are in; null where the practice has none by this id. */
export async function findFeed(
  tx: PracticeTransaction,
  feedId: string,
): Promise<{ path: string; zone: string } | null> {
  const [feed] = await tx.sql<{ path: string; zone: string }[]>`
    SELECT feed.path, practice.time_zone AS zone
    FROM feeds feed JOIN practices practice ON practice.id = feed.practice_id
    WHERE feed.id = ${feedId}`;
  return feed ?? null;
}

/** When the practice's feeds are to be taken: a time of day (`HH:MM`) on clocks of this zone. */
export async function findSyncTime(tx: PracticeTransaction): Promise<{ at: string; zone: string }> {
  const [time] = await tx.sql<[{ at: string; zone: string }]>`
    SELECT to_char(settings.sync_at, 'HH24:MI') AS at, practice.time_zone AS zone
    FROM practices practice JOIN practice_settings settings ON settings.practice_id = practice.id`;
  return time;
}
