import { parse } from 'csv-parse/sync';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { appointmentColumns, type AppointmentColumn } from '../../domain/feed/appointment-columns.ts';
import type { EpochMs } from '../../domain/planning/plan.ts';
import { zoneClock } from '../../domain/zone-clock.ts';
import { demoVisits } from './demo-feed.ts';
import { demoPractice } from './demo-practice.ts';
import { wallTimeText, type DemoVisit } from './demo-visits.ts';

/** Writes the demo's export into its folder where the last one is not of today, by the practice's clocks. */
export async function writeDemoFeed(folder: string, now: EpochMs): Promise<void> {
  await mkdir(folder, { recursive: true });
  const stamp = wallTimeText(zoneClock(demoPractice.time_zone).wallAt(now)).replace(/\D/g, '');
  const earlier = (await readdir(folder)).filter((name) => /^appointments_\d{12}\.csv$/.test(name)).sort();
  const last = earlier.at(-1);
  if (last?.startsWith(`appointments_${stamp.slice(0, 8)}`)) return;
  const lastVisits = last === undefined ? [] : visitsOf(await readFile(join(folder, last), 'utf8'));
  // Under its own name only once it is whole, as an export should be.
  const unfinished = join(folder, 'writing.tmp');
  await writeFile(unfinished, csvOf(demoVisits(now, lastVisits)));
  await rename(unfinished, join(folder, `appointments_${stamp}.csv`));
  for (const name of earlier.slice(0, -1)) await rm(join(folder, name));
}

function csvOf(visits: readonly Partial<Record<AppointmentColumn, string>>[]): string {
  const cell = (text: string): string => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const rows = visits.map((visit) => appointmentColumns.map((column) => cell(visit[column] ?? '')));
  return [appointmentColumns, ...rows].map((cells) => `${cells.join(',')}\n`).join('');
}

/** The visits of a file that this wrote. */
function visitsOf(csv: string): DemoVisit[] {
  return parse<DemoVisit>(csv, { columns: true });
}
