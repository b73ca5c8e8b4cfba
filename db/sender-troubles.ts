import type { Channel, EpochMs } from '../domain/planning/plan.ts';
import type { Transaction } from './database.ts';

/** What a carrier objected to in what one sender handed over, by code. */
export interface SenderTrouble {
  readonly practice: string;
  readonly channel: Channel;
  /** The practice's own number or address. */
  readonly sender: string;
  readonly code: string;
  readonly times: number;
  readonly lastAt: EpochMs;
}

/**
 * What was refused, not taken, or failed later since then, with the carrier's code, the most frequent first. Whose affair a code is
 * the channels know.
 */
export async function findSenderTroubles(tx: Transaction, since: EpochMs): Promise<SenderTrouble[]> {
  return tx.sql<SenderTrouble[]>`
    SELECT practice.slug AS practice, sender.channel, sender.address AS sender, trouble.code, count(*)::int AS times,
      max(trouble.at) AS "lastAt"
    FROM (
      SELECT sender_id, code, settled_at AS at FROM attempts WHERE outcome = 'not_taken' AND settled_at > ${since}
      UNION ALL
      SELECT sender_id, detail, state_at FROM messages WHERE state = 'not_received' AND state_at > ${since}
    ) AS trouble
    JOIN senders sender ON sender.id = trouble.sender_id
    JOIN practices practice ON practice.id = sender.practice_id
    WHERE trouble.code IS NOT NULL
    GROUP BY practice.slug, sender.channel, sender.address, trouble.code
    ORDER BY times DESC, practice.slug, sender.address, trouble.code`;
}
