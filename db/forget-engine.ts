import type { Transaction } from './database.ts';

/**
 * Takes back what the engine is known to have been told, for an engine that has lost its memory or is another one: the sweep then
 * tells it every plan that has not ended, or in which a message still waits. Returns how many subjects that concerns.
 */
export async function forgetEngine(tx: Transaction): Promise<number> {
  const forgotten = await tx.sql`
    UPDATE subjects SET engine_version = 0, parked_until = NULL
    WHERE engine_version > 0 AND (
      ends_at > ${tx.now}
      OR EXISTS (
        SELECT FROM messages WHERE messages.subject_id = subjects.id AND (state = 'not_sent' OR retry_at IS NOT NULL)
      )
    )`;
  return forgotten.count;
}
