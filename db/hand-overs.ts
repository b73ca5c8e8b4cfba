import type { Carrier } from '../domain/carrier.ts';
import type { Channel, EpochMs } from '../domain/planning/plan.ts';
import type { ReceiptWord } from '../domain/receipts/move-by-receipt.ts';
import type { AttemptOutcome } from './attempts.ts';
import type { PracticeTransaction, Transaction } from './database.ts';
import { isUntoldSql } from './raw-facts.ts';

/** A number or an address that messages go out from, and through which account. */
export interface ActiveSender {
  readonly id: string;
  readonly practiceId: string;
  readonly carrier: Carrier;
  readonly channel: Channel;
  readonly address: string;
}

/** The senders of every practice. */
export function findActiveSenders(tx: Transaction): Promise<ActiveSender[]> {
  return tx.sql<ActiveSender[]>`
    SELECT senders.id, senders.practice_id AS "practiceId", practices.carrier, senders.channel, senders.address
    FROM senders
    JOIN practices ON practices.id = senders.practice_id
    ORDER BY senders.id`;
}

/** A hand-over as we know it, to be held against the carrier's log. */
export interface KnownHandOver {
  readonly attemptId: string;
  readonly messageId: string;
  readonly outcome: AttemptOutcome;
  readonly carrierId: string | null;
  readonly to: string;
  readonly body: string | null;
  readonly openedAt: EpochMs;
  /** The furthest word of its message. */
  readonly word: ReceiptWord | null;
}

/** A sender's hand-overs since then, the oldest first. */
export function findHandOversSince(
  tx: PracticeTransaction,
  senderId: string,
  since: EpochMs,
): Promise<KnownHandOver[]> {
  return tx.sql<KnownHandOver[]>`
    SELECT attempt.id AS "attemptId", message.id AS "messageId", attempt.outcome, attempt.carrier_id AS "carrierId",
      contact.address AS "to", message.body, attempt.opened_at AS "openedAt", message.word
    FROM attempts attempt
    JOIN messages message ON message.id = attempt.message_id
    JOIN contact_points contact ON contact.id = attempt.contact_point_id
    WHERE attempt.practice_id = ${tx.practiceId} AND attempt.sender_id = ${senderId} AND attempt.opened_at > ${since}
    ORDER BY attempt.opened_at, attempt.id`;
}

/** Of how many of a sender's hand-overs in this time that its carrier took a report came, read or not, and of how many none. */
export async function countHeardOf(
  tx: PracticeTransaction,
  senderId: string,
  taken: { readonly since: EpochMs; readonly before: EpochMs },
): Promise<{ readonly heard: number; readonly unheard: number }> {
  const [row] = await tx.sql<[{ heard: number; unheard: number }]>`
    SELECT count(*) FILTER (WHERE heard)::int AS heard, count(*) FILTER (WHERE NOT heard)::int AS unheard
    FROM (
      SELECT EXISTS (SELECT FROM receipts WHERE receipts.message_id = attempt.message_id AND attempt_id = attempt.id)
        OR ${isUntoldSql(tx.sql, 'attempt.message_id')} AS heard
      FROM attempts attempt
      WHERE attempt.practice_id = ${tx.practiceId} AND attempt.sender_id = ${senderId} AND attempt.outcome = 'taken'
        AND attempt.opened_at > ${taken.since} AND attempt.opened_at < ${taken.before}
    ) AS taken`;
  return row;
}
