import { parse } from 'csv-parse/sync';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { feedListShapes, feedLists, type FeedColumn, type FeedList } from '../../domain/feed/feed-lists.ts';
import type { EpochMs } from '../../domain/planning/plan.ts';
import { zoneClock } from '../../domain/zone-clock.ts';
import { demoVisits } from './demo-feed.ts';
import { demoOrders, demoRecalls, type DemoOrder, type DemoRecall } from './demo-lists.ts';
import { demoPractice } from './demo-practice.ts';
import { wallTimeText, type DemoVisit } from './demo-visits.ts';

type Row = Partial<Record<FeedColumn, string>>;

/** What each list holds, after the rows of its last export. */
const rowsOf: Readonly<Record<FeedList, (now: EpochMs, earlier: readonly Row[]) => readonly Row[]>> = {
  appointments: (now, earlier) => demoVisits(now, earlier as readonly DemoVisit[]),
  recalls: (now, earlier) => demoRecalls(now, earlier as readonly DemoRecall[]),
  orders: (now, earlier) => demoOrders(now, earlier as readonly DemoOrder[]),
};

/** Writes the demo's export into its folder, each list whose last one is not of today, by the practice's clocks. */
export async function writeDemoFeed(folder: string, now: EpochMs): Promise<void> {
  await mkdir(folder, { recursive: true });
  const stamp = wallTimeText(zoneClock(demoPractice.time_zone).wallAt(now)).replace(/\D/g, '');
  for (const list of feedLists) await writeList(folder, list, stamp, now);
}

async function writeList(folder: string, list: FeedList, stamp: string, now: EpochMs): Promise<void> {
  const earlier = (await readdir(folder)).filter((name) => new RegExp(`^${list}_\\d{12}\\.csv$`).test(name)).sort();
  const last = earlier.at(-1);
  if (last?.startsWith(`${list}_${stamp.slice(0, 8)}`)) return;
  const lastRows = last === undefined ? [] : readOwn(await readFile(join(folder, last), 'utf8'));
  // Under its own name only once it is whole, as an export should be.
  const unfinished = join(folder, 'writing.tmp');
  await writeFile(unfinished, csvOf(feedListShapes[list].columns, rowsOf[list](now, lastRows)));
  await rename(unfinished, join(folder, `${list}_${stamp}.csv`));
  for (const name of earlier.slice(0, -1)) await rm(join(folder, name));
}

function csvOf(columns: readonly FeedColumn[], rows: readonly Row[]): string {
  const cell = (text: string): string => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = rows.map((row) => columns.map((column) => cell(row[column] ?? '')));
  return [columns, ...lines].map((cells) => `${cells.join(',')}\n`).join('');
}

/** The rows of a file that this wrote. */
function readOwn(csv: string): Row[] {
  return parse<Row>(csv, { columns: true });
}
