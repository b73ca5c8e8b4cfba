import type { ByCarrier, Channels, MessageChannel } from '../channels/channel.ts';
import { findDoubtfulAttempts, findHandedOver, findKnownCarrierIds, type HandedOver } from '../db/attempts.ts';
import type { Database, PracticeTransaction } from '../db/database.ts';
import { findForgottenSubjects, findUntoldSubjects, type SubjectOfPractice } from '../db/forgotten.ts';
import { markOutbox } from '../db/outbox.ts';
import { findPlans, lockSubjects } from '../db/subjects.ts';
import { Fault } from '../domain/fault.ts';
import { groupBy } from '../domain/group-by.ts';
import { nextTime } from '../domain/planning/plan.ts';
import { noteSilentMessages } from './note-silence.ts';
import { settleAttempt, type AttemptEnd } from './settle-attempt.ts';

export interface SweepDependencies {
  readonly db: Database;
  readonly channels: ByCarrier<Channels>;
  /** How long after a hand-over must be over its absence at the carrier counts. */
  readonly settleLagMs: number;
}

/** What a sweep found, by what it did about it. */
export interface SweepFindings {
  /** Hand-overs in doubt that the carrier's list has. */
  readonly taken: number;
  /** Hand-overs in doubt that are proven absent: tried again where still useful. */
  readonly notTaken: number;
  /** Hand-overs still in doubt: too early to tell, or the carrier did not answer. */
  readonly inDoubt: number;
  /** Subjects whose message is overdue and whose workflow was told again, or started anew. */
  readonly overdue: number;
  /** Subjects whose newest plan the engine did not have and nothing was about to tell it. */
  readonly untold: number;
  /** Messages that no word came of for as long as the practice waits: their backups are planned. */
  readonly silent: number;
}

/** A request may be on its way for this long after the last moment to write it. */
const requestTimeoutMs = 10_000;
/** A message this long past its time, with nobody sending it, was forgotten. */
const overdueAfterMs = 120_000;

/** Looks for what should have moved and did not, and moves it. Running it twice, or twice at once, does no harm. */
export async function sweep(deps: SweepDependencies): Promise<SweepFindings> {
  // First what needs no carrier, since one that is down answers slowly.
  const { overdue, untold } = await deps.db.acrossPractices(async (tx) => ({
    overdue: await findForgottenSubjects(tx, tx.now - overdueAfterMs),
    untold: await findUntoldSubjects(tx),
  }));
  await markAgain(deps.db, [...overdue, ...untold]);
  const silent = await noteSilentMessages(deps.db);
  const settled = await settleDoubtful(deps);
  return { ...settled, overdue: overdue.length, untold: untold.length, silent };
}

async function settleDoubtful(deps: SweepDependencies): Promise<Pick<SweepFindings, 'taken' | 'notTaken' | 'inDoubt'>> {
  const doubtful = await deps.db.acrossPractices((tx) => findDoubtfulAttempts(tx, tx.now));
  const counts = { taken: 0, notTaken: 0, inDoubt: 0 };
  const silent = new Set<HandedOver['carrier']>();
  for (const { attemptId, practiceId } of doubtful) {
    const end = await askCarrier(deps, practiceId, attemptId, silent);
    if (end === null) counts.inDoubt += 1;
    else {
      await deps.db.inPractice(practiceId, (tx) => settleAttempt(tx, attemptId, end));
      counts[end.end === 'taken' ? 'taken' : 'notTaken'] += 1;
    }
  }
  return counts;
}

/** The end of a hand-over by the carrier's own list; null where it cannot be told yet. A carrier that is silent is asked once. */
async function askCarrier(
  deps: SweepDependencies,
  practiceId: string,
  attemptId: string,
  silent: Set<HandedOver['carrier']>,
): Promise<AttemptEnd | null> {
  const before = await deps.db.inPractice(practiceId, async (tx) => ({
    sent: await findHandedOver(tx, attemptId),
    now: tx.now,
  }));
  const find = before.sent === null ? null : (deps.channels[before.sent.carrier][before.sent.channel]?.find ?? null);
  if (before.sent === null || find === null || silent.has(before.sent.carrier)) return null;
  const listed = await listOf(find, before.sent);
  if (listed === null) {
    silent.add(before.sent.carrier);
    return null;
  }
  const known = await deps.db.inPractice(practiceId, (tx) => findKnownCarrierIds(tx, listed));
  const ours = listed.find((carrierId) => !known.has(carrierId));
  if (ours !== undefined) return { end: 'taken', carrierId: ours, by: 'list' };

  // Absence is proof only once nothing can be on its way any more, and it was looked for after that.
  const provenAfter = before.sent.handOverBy + requestTimeoutMs + deps.settleLagMs;
  if (before.now < provenAfter) return null;
  return { end: 'not_taken', code: 'absent_at_carrier', retryAt: before.now, by: 'list' };
}

/** Carrier ids of what the carrier lists with these ends and words; null where it does not answer. */
async function listOf(find: NonNullable<MessageChannel['find']>, sent: HandedOver): Promise<string[] | null> {
  try {
    // The carrier's clock and ours may differ by a little.
    const found = await find({ ...sent, since: sent.openedAt - 60_000 });
    return found.map(({ carrierId }) => carrierId);
  } catch (error) {
    if (error instanceof Fault && error.code === 'carrier_unavailable') return null;
    throw error;
  }
}

async function markAgain(db: Database, subjects: readonly SubjectOfPractice[]): Promise<void> {
  for (const [practiceId, group] of groupBy(subjects, (subject) => subject.practiceId)) {
    const ids = group.map(({ subjectId }) => subjectId);
    await db.inPractice(practiceId, (tx) => markAsTheyStand(tx, ids));
  }
}

async function markAsTheyStand(tx: PracticeTransaction, subjectIds: readonly string[]): Promise<void> {
  await lockSubjects(tx, subjectIds);
  const plans = await findPlans(tx, subjectIds);
  await markOutbox(
    tx,
    [...plans].map(([subjectId, plan]) => ({
      subjectId,
      version: plan.version,
      signal: 'replanned' as const,
      priority: 1 as const,
      nextAt: nextTime(plan),
    })),
  );
}
