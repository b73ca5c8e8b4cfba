import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { Database } from '../db/database.ts';
import { dropMarks, leaseMarks, postponeMark, type LeasedMark } from '../db/outbox.ts';
import { findDispatchRows, findPlans, noteEngineVersions } from '../db/subjects.ts';
import type { EpochMs } from '../domain/planning/plan.ts';
import { Fault } from '../domain/fault.ts';
import { groupBy } from '../domain/group-by.ts';
import { dispatch, type Dispatch } from './dispatch.ts';
import { startLeasingLoop, type LeasingLoop } from './leasing-loop.ts';

const batchSize = 50;
const leaseMs = 15_000;
const retryMs = 2_000;

export interface RelayOptions {
  readonly db: Database;
  readonly client: Client;
  readonly log: Logger;
  /** Told how many marks were brought to the engine and how many must be tried again. */
  readonly onBatch?: (brought: number, postponed: number) => void;
}

/**
 * Turns marks of the outbox into signals: answers and cancellations first, then soonest due. Any number may run; a mark is leased
 * to one of them, and the lease of one that dies runs out. Telling the engine twice is harmless, since a plan's version is.
 */
export function startRelay({ db, client, log, onBatch }: RelayOptions): Promise<LeasingLoop> {
  return startLeasingLoop({
    db,
    log,
    name: 'relay',
    doorbell: 'outbox',
    async batch() {
      const { leased, postponed } = await relayBatch(db, client, log);
      if (leased > 0) onBatch?.(leased - postponed, postponed);
      return leased === batchSize;
    },
  });
}

/**
 * Brings one batch of marks to the engine: answers and cancellations before the rest of it, since what an answer brings about (the
 * acknowledgement's own run) would hold it up. Returns how many it took, and how many of these must be tried again.
 */
async function relayBatch(db: Database, client: Client, log: Logger): Promise<{ leased: number; postponed: number }> {
  const { marks, now } = await db.acrossPractices(async (tx) => ({
    marks: await leaseMarks(tx, batchSize, leaseMs),
    now: tx.now,
  }));
  const urgent = await bring(db, client, log, { marks: marks.filter(({ priority }) => priority === 0), now });
  const others = await bring(db, client, log, { marks: marks.filter(({ priority }) => priority !== 0), now });
  return { leased: marks.length, postponed: urgent.postponed + others.postponed };
}

/** All at once; what the engine took is noted in one transaction. */
async function bring(
  db: Database,
  client: Client,
  log: Logger,
  { marks, now }: { readonly marks: readonly LeasedMark[]; readonly now: EpochMs },
): Promise<{ postponed: number }> {
  if (marks.length === 0) return { postponed: 0 };
  const byPractice = groupBy(marks, (mark) => mark.practiceId);
  const dispatches = (
    await Promise.all([...byPractice].map(([practiceId, group]) => readDispatches(db, practiceId, group)))
  ).flat();
  const results = await Promise.all(
    dispatches.map(async (each) => {
      const { subjectId } = each.mark;
      try {
        const dispatched = await dispatch(client, each, now);
        const parkedUntil = dispatched.told === 'engine' ? dispatched.parkedUntil : undefined;
        return { told: { subjectId, version: each.plan.version, parkedUntil } };
      } catch (error) {
        // The engine's own words may quote a payload; the kind of error is enough.
        const code = error instanceof Fault ? error.code : error instanceof Error ? error.name : 'unknown';
        log.warn({ subjectId, code }, 'relay: the engine did not take a plan, trying again');
        return { refused: { subjectId, code } };
      }
    }),
  );
  const told = results.flatMap((result) => ('told' in result ? [result.told] : []));
  const refused = results.flatMap((result) => ('refused' in result ? [result.refused] : []));
  await db.acrossPractices(async (tx) => {
    await noteEngineVersions(tx, told);
    await dropMarks(tx, told);
    for (const { subjectId, code } of refused) await postponeMark(tx, subjectId, tx.now + retryMs, code);
  });
  return { postponed: refused.length };
}

/** The newest plan of each mark, read now: what was true when it was marked may be old. */
function readDispatches(db: Database, practiceId: string, marks: readonly LeasedMark[]): Promise<Dispatch[]> {
  return db.inPractice(practiceId, async (tx) => {
    const ids = marks.map(({ subjectId }) => subjectId);
    const plans = await findPlans(tx, ids);
    const subjects = new Map((await findDispatchRows(tx, ids)).map((row) => [row.subjectId, row]));
    return marks.flatMap((mark) => {
      const plan = plans.get(mark.subjectId);
      const subject = subjects.get(mark.subjectId);
      return plan === undefined || subject === undefined ? [] : [{ mark, plan, subject }];
    });
  });
}
