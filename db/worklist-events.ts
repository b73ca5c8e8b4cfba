import type { WorklistType } from '../domain/worklist.ts';
import type { EpochMs } from '../domain/planning/plan.ts';
import type { PracticeTransaction } from './database.ts';

/** Something that waits, or waited, for a person. */
export interface WorklistEvent {
  readonly type: WorklistType;
  readonly state: 'open' | 'done';
  readonly messageId: string | null;
  readonly at: EpochMs;
}

/** Every worklist item about this visit or recall, oldest first. */
export function findWorklistEvents(tx: PracticeTransaction, subjectId: string): Promise<WorklistEvent[]> {
  return tx.sql<WorklistEvent[]>`
    SELECT type, state, message_id AS "messageId", opened_at AS at
    FROM worklist_items
    WHERE appointment_id = ${subjectId} OR recall_id = ${subjectId}
    ORDER BY opened_at, id`;
}
