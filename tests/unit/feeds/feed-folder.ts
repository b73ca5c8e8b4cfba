import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { csvFeed } from '../../../feeds/csv/csv-feed.ts';
import type { FeedRow } from '../../../feeds/feed.ts';

export const zone = 'America/New_York';

/** A feed's folder for one test; `close` takes it away. */
export interface FeedFolder {
  readonly path: string;
  /** Writes a file, with the time that it was last changed if that matters. */
  put(name: string, content: string | Buffer, changedAt?: string): string;
  close(): void;
}

export function aFeedFolder(files: Readonly<Record<string, string | Buffer>> = {}): FeedFolder {
  const path = mkdtempSync(join(tmpdir(), 'kept-feed-'));
  const folder: FeedFolder = {
    path,
    put(name, content, changedAt) {
      mkdirSync(path, { recursive: true });
      writeFileSync(join(path, name), content);
      if (changedAt !== undefined) utimesSync(join(path, name), new Date(changedAt), new Date(changedAt));
      return join(path, name);
    },
    close: () => rmSync(path, { recursive: true, force: true }),
  };
  for (const [name, content] of Object.entries(files)) folder.put(name, content);
  return folder;
}

/** Every row that the feed at a path gives. */
export async function rowsOf(path: string): Promise<FeedRow[]> {
  const opened = await csvFeed(path, zone).open('appointments');
  const rows: FeedRow[] = [];
  for await (const row of opened.rows()) rows.push(row);
  return rows;
}

export const header = 'appointment_id,facility_id,starts_at,status,patient_id,last_name';

/** A line of a file with `header`. */
export function aLine(id: string, lastName = 'Doe'): string {
  return `${id},MAIN,2026-11-24T10:00,scheduled,P-${id},${lastName}`;
}
