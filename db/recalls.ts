import type { Answer, EpochMs } from '../domain/planning/plan.ts';
import type { PracticeTransaction } from './database.ts';
import type { AnswerSource } from './visits.ts';

/** A recall as staff's word on it looks at it. */
export interface RecallNow {
  readonly patientId: string;
  /** The day that it is due on, as `YYYY-MM-DD`. */
  readonly dueOn: string;
  /** What its messages count from. */
  readonly occurrence: EpochMs;
  /** Nothing about it goes or is answered later. */
  readonly usefulUntil: EpochMs;
  readonly isBooked: boolean;
  /** No longer on the PMS's list. */
  readonly gone: boolean;
  readonly answer: Answer;
  readonly source: AnswerSource | null;
}

/** The recall; null where there is none by this id. Its subject's lock is held, so it does not change. */
export async function findRecallNow(tx: PracticeTransaction, recallId: string): Promise<RecallNow | null> {
  const [row] = await tx.sql<RecallNow[]>`
    SELECT recall.patient_id AS "patientId", recall.due_on::text AS "dueOn", planned.starts_at AS occurrence,
      planned.useful_until AS "usefulUntil", planned.closed_by IS NOT NULL AS "isBooked", recall.gone_at IS NOT NULL AS gone,
      recall.answer, recall.answer_source AS source
    FROM recalls recall
    JOIN planned_subjects planned ON planned.id = recall.id
    WHERE recall.id = ${recallId}`;
  return row ?? null;
}
