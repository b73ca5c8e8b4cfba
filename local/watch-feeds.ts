import type { Client } from '@temporalio/client';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { startSyncNow } from '../activities/start-sync.ts';
import type { Database } from '../db/database.ts';
import { findFeeds, type FeedRecord } from '../db/feeds.ts';
import { findLastSyncStart } from '../db/sync-runs.ts';
import { faultCodeOf } from '../domain/fault.ts';

export interface FeedWatch {
  stop(): Promise<void>;
}

export interface FeedWatchOptions {
  readonly db: Database;
  readonly client: Client;
  /** Told a fault's code where it cannot look, once until that changes; it goes on trying. */
  readonly onTrouble: (code: string) => void;
  /** How often to look; files that are the same twice in a row have stopped growing. */
  readonly everyMs?: number;
}

/** What lies in a feed's folder, and when the newest of it was last changed. */
interface Look {
  readonly signature: string;
  readonly changedAt: number;
}

/** Takes a feed as soon as a file of it was dropped into its folder or changed, and has stopped growing. */
export function watchFeeds({ db, client, onTrouble, everyMs = 2_000 }: FeedWatchOptions): FeedWatch {
  const seen = new Map<string, string>();
  const taken = new Map<string, string>();
  let trouble: string | null = null;
  let running: Promise<void> = Promise.resolve();

  async function round(): Promise<void> {
    try {
      for (const feed of await db.acrossPractices(findFeeds)) await look(feed);
      trouble = null;
    } catch (error) {
      const code = faultCodeOf(error);
      if (code !== trouble) onTrouble(code);
      trouble = code;
    }
  }

  async function look(feed: FeedRecord): Promise<void> {
    const now = await lookInto(feed.path);
    if (now === null) return;
    if (!taken.has(feed.id)) await rememberLastSync(feed, now);
    const isStill = seen.get(feed.id) === now.signature;
    seen.set(feed.id, now.signature);
    if (!isStill || taken.get(feed.id) === now.signature) return;
    const { started } = await startSyncNow(client, { practiceId: feed.practiceId, feedId: feed.id, source: 'drop' });
    if (started) taken.set(feed.id, now.signature);
  }

  /** At the first look: what has not changed since the last sync is taken already. */
  async function rememberLastSync(feed: FeedRecord, now: Look): Promise<void> {
    const last = await db.inPractice(feed.practiceId, (tx) => findLastSyncStart(tx, feed.path));
    taken.set(feed.id, last !== null && last >= now.changedAt ? now.signature : '');
  }

  const timer = setInterval(() => {
    running = running.then(round);
  }, everyMs);
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}

/** Null where the folder is not there, or holds no feed yet. */
async function lookInto(folder: string): Promise<Look | null> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return [];
    throw error;
  });
  const files = names.filter((name) => /\.csv$/i.test(name) || name === 'mapping.json').sort();
  if (files.length === 0) return null;
  const stats = await Promise.all(files.map((name) => stat(join(folder, name))));
  return {
    signature: files
      .map((name, index) => `${name} ${stats[index]?.size ?? 0} ${stats[index]?.mtimeMs ?? 0}`)
      .join('\n'),
    changedAt: Math.max(...stats.map(({ mtimeMs }) => mtimeMs)),
  };
}
