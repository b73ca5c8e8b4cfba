import type { JSONValue } from 'postgres';
import type { EpochMs } from '../domain/planning/plan.ts';
import type { PracticeTransaction } from './database.ts';

/** What a carrier reported of a hand-over: stored as it came, whatever it changes. Says whether it is new. */
export async function addReceipt(
  tx: PracticeTransaction,
  receipt: {
    readonly messageId: string | null;
    readonly attemptId: string | null;
    readonly carrierId: string;
    readonly status: string;
    readonly code: string | null;
    /** The carrier's id of the report, by which one that comes again is known; null where it gives none. */
    readonly eventId: string | null;
    /** Every field, as it came: what JSON can hold. */
    readonly raw: Readonly<Record<string, unknown>>;
    /** When it came, where that was before it is recorded. */
    readonly receivedAt?: EpochMs;
  },
): Promise<boolean> {
  const added = await tx.sql`
    INSERT INTO receipts (practice_id, message_id, attempt_id, carrier_id, status, code, event_id, raw, received_at)
    VALUES (${tx.practiceId}, ${receipt.messageId}, ${receipt.attemptId}, ${receipt.carrierId}, ${receipt.status},
      ${receipt.code}, ${receipt.eventId}, ${tx.sql.json(receipt.raw as JSONValue)}, ${receipt.receivedAt ?? tx.now})
    ON CONFLICT (practice_id, event_id) WHERE event_id IS NOT NULL DO NOTHING`;
  return added.count > 0;
}
