import { setTimeout as wait } from 'node:timers/promises';
import type { MeasuredSystem } from './measured-system.ts';
import type { PlantedPractice, PlantedVisit } from './planted-visits.ts';

const hourMs = 3_600_000;

/** Visits whose first text went out just now, so that their runs are awake in the worker and wait for the second, hours from now. */
export async function wakeVisits(
  { sql }: MeasuredSystem,
  practice: PlantedPractice,
  count: number,
): Promise<PlantedVisit[]> {
  const now = Date.now();
  const visits = await practice.plant({
    count,
    startsAt: now + 30 * hourMs,
    durationMinutes: 30,
    firstAt: now + 5 * hourMs,
    texts: 2,
  });
  const first = visits.map(({ messageIds }) => messageIds[0]);
  await sql`UPDATE messages SET send_at = now() WHERE id = ANY(${first}::uuid[])`;
  await practice.mark(visits, 'replanned');
  for (;;) {
    const [row] = await sql<[{ waiting: number }]>`
      SELECT count(*)::integer AS waiting FROM messages WHERE id = ANY(${first}::uuid[]) AND state <> 'sent'`;
    if (row.waiting === 0) return visits;
    await wait(500);
  }
}
