import type { PracticeTransaction } from './database.ts';

/** What a carrier reported of a hand-over: stored as it came, whatever it changes. */
export async function addReceipt(
  tx: PracticeTransaction,
  receipt: {
    readonly messageId: string | null;
    readonly attemptId: string | null;
    readonly carrierId: string;
    readonly status: string;
    readonly code: string | null;
    readonly raw: Readonly<Record<string, string>>;
  },
): Promise<void> {
  await tx.sql`
    INSERT INTO receipts (practice_id, message_id, attempt_id, carrier_id, status, code, raw, received_at)
    VALUES (${tx.practiceId}, ${receipt.messageId}, ${receipt.attemptId}, ${receipt.carrierId}, ${receipt.status},
      ${receipt.code}, ${tx.sql.json(receipt.raw)}, ${tx.now})`;
}
