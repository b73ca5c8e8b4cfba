import type { Channel, EpochMs } from '../domain/planning/plan.ts';
import type { PracticeTransaction, Transaction } from './database.ts';

/** A channel that a practice has paused. */
export interface Pause {
  readonly channel: Channel;
  readonly since: EpochMs;
}

/** The practice's channels that are paused, in no order. */
export async function findPauses(tx: PracticeTransaction): Promise<Pause[]> {
  return tx.sql<Pause[]>`
    SELECT pause.channel, pause.since
    FROM practice_settings settings
    CROSS JOIN LATERAL (
      VALUES ('text', settings.text_paused_at), ('voice', settings.voice_paused_at), ('email', settings.email_paused_at)
    ) AS pause(channel, since)
    WHERE settings.practice_id = ${tx.practiceId} AND pause.since IS NOT NULL`;
}

/** Pauses a channel, from now on, or lets it go on. A pause that stands keeps its time. */
export async function setPause(tx: PracticeTransaction, channel: Channel, isPaused: boolean): Promise<void> {
  const column = tx.sql(`${channel}_paused_at`);
  await tx.sql`
    UPDATE practice_settings
    SET ${column} = CASE WHEN ${isPaused} THEN coalesce(${column}, ${tx.now}) END
    WHERE practice_id = ${tx.practiceId}`;
}

/** How many practices have each channel paused. */
export async function countPauses(tx: Transaction): Promise<Record<Channel, number>> {
  const [row] = await tx.sql<[Record<Channel, number>]>`
    SELECT count(text_paused_at)::int AS text, count(voice_paused_at)::int AS voice, count(email_paused_at)::int AS email
    FROM practice_settings`;
  return row;
}
