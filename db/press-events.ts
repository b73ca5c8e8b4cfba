import type { Button, PressOutcome } from '../domain/answers/decide-press.ts';
import type { EpochMs } from '../domain/planning/plan.ts';
import type { PracticeTransaction } from './database.ts';

/** What was pressed on a page that a message's link opened. */
export interface PressEvent {
  readonly messageId: string;
  readonly button: Button | 'unsubscribe';
  readonly outcome: PressOutcome | 'opted_out';
  readonly at: EpochMs;
}

/** Every press on the pages of these messages, or of those that they merged into, oldest first. */
export async function findPressEvents(tx: PracticeTransaction, messageIds: readonly string[]): Promise<PressEvent[]> {
  return tx.sql<PressEvent[]>`
    SELECT message_id AS "messageId", button, outcome, at
    FROM page_presses
    WHERE message_id IN (
      SELECT coalesce(merged_into, id) FROM messages WHERE id = ANY(${[...messageIds]}::uuid[])
    )
    ORDER BY at, id`;
}
