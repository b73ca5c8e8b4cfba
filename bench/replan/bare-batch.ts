import type { Database } from '../../db/database.ts';
import { findVisitsToPlan, type VisitKey } from '../../db/replans.ts';

/**
 * The rows that a batch of a replan reads and writes, read and written without a plan being made: visits, patients, contact points
 * and messages come to Node, each message's time goes back another, the plans' versions rise, and the relay's marks are set. Returns
 * the last visit; null where none was left.
 */
export function bareBatch(
  db: Database,
  practiceId: string,
  { after, limit, laterBy }: { readonly after: VisitKey | null; readonly limit: number; readonly laterBy: string },
): Promise<{ readonly last: VisitKey; readonly visits: number } | null> {
  return db.inPractice(practiceId, async (tx) => {
    const { sql } = tx;
    const visits = await findVisitsToPlan(tx, { after, limit });
    const last = visits.at(-1);
    if (last === undefined) return null;
    const ids = visits.map(({ id }) => id);
    await sql`SELECT * FROM subjects WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR NO KEY UPDATE`;
    await sql`
      SELECT visit.*, patient.*, contact.*
      FROM appointments visit
      JOIN patients patient ON patient.id = visit.patient_id
      LEFT JOIN contact_points contact ON contact.practice_id = patient.practice_id AND contact.address = patient.cell_e164
      WHERE visit.id = ANY(${ids}::uuid[])`;
    const messages = await sql<{ id: string; sendAt: number }[]>`
      SELECT *, send_at AS "sendAt" FROM messages WHERE subject_id = ANY(${ids}::uuid[]) ORDER BY id FOR NO KEY UPDATE`;
    await sql`
      UPDATE messages
      SET send_at = written.at + ${laterBy}::interval, computed_at = written.at + ${laterBy}::interval
      FROM unnest(${messages.map(({ id }) => id)}::uuid[], ${messages.map(({ sendAt }) => new Date(sendAt).toISOString())}::timestamptz[]) AS written(id, at)
      WHERE messages.id = written.id`;
    await sql`UPDATE subjects SET plan_version = plan_version + 1 WHERE id = ANY(${ids}::uuid[])`;
    await sql`
      INSERT INTO plan_changes (subject_id, version, practice_id, cause, detail, at)
      SELECT id, plan_version, ${practiceId}, 'settings', '{}', ${tx.now} FROM subjects WHERE id = ANY(${ids}::uuid[])`;
    await sql`
      INSERT INTO outbox (subject_id, practice_id, version, signal, priority, next_at, marked_at)
      SELECT id, ${practiceId}, plan_version, 'replanned', 1, ${tx.now}, ${tx.now} FROM subjects WHERE id = ANY(${ids}::uuid[])
      ON CONFLICT (subject_id) DO UPDATE SET version = excluded.version, marked_at = excluded.marked_at`;
    return { last, visits: visits.length };
  });
}
