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
