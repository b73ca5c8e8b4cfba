import type { Carrier } from '../domain/carrier.ts';
import type { Channel, EpochMs } from '../domain/planning/plan.ts';
import type { PracticeTransaction, Transaction } from './database.ts';

/** A hand-over that a carrier took and of which it reported nothing more. */
export interface SilentAttempt {
  readonly attemptId: string;
  readonly practiceId: string;
  readonly messageId: string;
  readonly carrier: Carrier;
  readonly channel: Channel;
  readonly carrierId: string;
}

/**
 * Those of a channel of an account whose messages were sent in this time, longest silent first: each that was not asked after yet, or
 * not since its silence was half as long. Of a call that was made again only the last one counts, and none while the next one waits.
 * A hundred at a time: each is a request to the carrier, and who has been asked after makes room for the next.
 */
export function findSilentAttempts(
  tx: Transaction,
  asked: {
    readonly carrier: Carrier;
    readonly channel: Channel;
    readonly sentBefore: EpochMs;
    readonly sentSince: EpochMs;
  },
): Promise<SilentAttempt[]> {
  return tx.sql<SilentAttempt[]>`
    SELECT attempt.id AS "attemptId", attempt.practice_id AS "practiceId", message.id AS "messageId", practices.carrier,
      message.channel, attempt.carrier_id AS "carrierId"
    FROM messages message
    JOIN attempts attempt ON attempt.message_id = message.id
    JOIN practices ON practices.id = message.practice_id
    WHERE message.state = 'sent' AND message.word = 'sent' AND message.channel = ${asked.channel}
      AND practices.carrier = ${asked.carrier}
      AND message.state_at < ${asked.sentBefore} AND message.state_at > ${asked.sentSince}
      AND attempt.outcome = 'taken' AND message.retry_at IS NULL
      AND NOT EXISTS (SELECT FROM attempts later WHERE later.message_id = message.id AND later.number > attempt.number)
      AND (attempt.asked_at IS NULL OR attempt.asked_at - message.state_at < ${tx.now}::timestamptz - attempt.asked_at)
    ORDER BY message.state_at
    LIMIT 100`;
}

/** Notes that the carrier was asked after an attempt now. */
export async function noteAsked(tx: PracticeTransaction, attemptId: string): Promise<void> {
  await tx.sql`UPDATE attempts SET asked_at = ${tx.now} WHERE id = ${attemptId}`;
}
