import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { Database } from '../db/database.ts';
import { noteTold, postponeMark, type ToldPlan } from '../db/outbox.ts';
import { Fault } from '../domain/fault.ts';
import type { EpochMs } from '../domain/planning/plan.ts';
import type { PlanToBring } from '../operations/planning/plans-to-bring.ts';
import { dispatch } from './dispatch.ts';

const retryMs = 2_000;

/** What plans are brought to the engine with, and whom it is reported to. */
export interface BringsPlans {
  readonly db: Database;
  readonly client: Client;
  readonly log: Logger;
  /** So long the engine has for all of them, in milliseconds; left out: as long as its client tries. */
  readonly withinMs?: number;
  /** Told how many plans were brought to the engine and how many must be tried again. */
  readonly onBrought?: (brought: number, postponed: number) => void;
}

/**
 * Brings plans to the engine, those of one step all at once: answers and cancellations of visits first, then what is written back for
 * them, whose own run would hold them up, then the rest. What the engine took is noted; the others are left for another try.
 */
export async function bringPlans(
  { db, client, log, withinMs, onBrought }: BringsPlans,
  plans: readonly PlanToBring[],
  now: EpochMs,
): Promise<void> {
  const told: ToldPlan[] = [];
  const refused: { readonly subjectId: string; readonly code: string }[] = [];
  const bring = async (one: PlanToBring): Promise<void> => {
    const { subjectId } = one.mark;
    try {
      const dispatched = await dispatch(client, one, now);
      const parkedUntil = dispatched.told === 'engine' ? dispatched.parkedUntil : undefined;
      told.push({ subjectId, version: one.plan.version, parkedUntil });
    } catch (error) {
      // The engine's own words may quote a payload; the kind of error is enough.
      const code = error instanceof Fault ? error.code : error instanceof Error ? error.name : 'unknown';
      log.warn({ subjectId, code }, 'the engine did not take a plan, trying again');
      refused.push({ subjectId, code });
    }
  };
  const bringAll = async (): Promise<void> => {
    for (const step of [0, 1, 2] as const) {
      await Promise.all(plans.filter((one) => stepOf(one) === step).map(bring));
    }
  };
  // Of the process's own clock: it is the library that compares it.
  await (withinMs === undefined ? bringAll() : client.withDeadline(Date.now() + withinMs, bringAll));
  if (told.length > 0) await db.inOneStatement((one) => noteTold(one, told));
  if (refused.length > 0) {
    await db.acrossPractices(async (tx) => {
      for (const { subjectId, code } of refused) await postponeMark(tx, subjectId, tx.now + retryMs, code);
    });
  }
  onBrought?.(told.length, refused.length);
}

function stepOf({ mark, subject }: PlanToBring): 0 | 1 | 2 {
  if (mark.priority !== 0) return 2;
  return subject.type === 'message' ? 1 : 0;
}
