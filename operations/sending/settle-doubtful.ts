import type { ByCarrier, Channels } from '../../channels/channel.ts';
import { findDoubtfulAttempts, findHandedOver, findKnownCarrierIds, type HandedOver } from '../../db/attempts.ts';
import type { Database } from '../../db/database.ts';
import { Fault } from '../../domain/fault.ts';
import type { EpochMs } from '../../domain/planning/plan.ts';
import { settleAttempt, type AttemptEnd } from './settle-attempt.ts';

/** What asks the carriers needs. */
export interface CarrierDependencies {
  readonly db: Database;
  readonly channels: ByCarrier<Channels>;
  /** How long after a hand-over must be over its absence at the carrier counts. */
  readonly settleLagMs: number;
}

/** What came of the hand-overs that ended without a word. */
export interface Settled {
  /** The carrier's list has them. */
  readonly taken: number;
  /** They are proven absent: tried again where still useful. */
  readonly notTaken: number;
  /** Nobody will say any more: their messages are unknown, and on the worklist. */
  readonly unknown: number;
  /** Too early to tell, or the carrier did not answer. */
  readonly inDoubt: number;
}

/** A request may be on its way for this long after the last moment to write it. */
const requestTimeoutMs = 10_000;
/**
 * How far the carrier's clock may be behind ours. Generous, since taking an older hand-over of the same words for this one costs
 * nothing (the patient has those words), while overlooking this one would send it twice.
 */
const clockAllowanceMs = 3_600_000;
/**
 * When a hand-over is given up, in settle lags (`KEPT_SETTLE_LAG`): where the carrier has no list, its events come within seconds and
 * an hour is generous; where it has one that cannot be read, it is asked for a day.
 */
const lagsUntilLost = { withoutList: 12, withList: 288 };

/** Settles what can be settled by now, the oldest first. */
export async function settleDoubtful(deps: CarrierDependencies): Promise<Settled> {
  const doubtful = await deps.db.acrossPractices((tx) => findDoubtfulAttempts(tx, tx.now));
  const counts = { taken: 0, notTaken: 0, unknown: 0, inDoubt: 0 };
  const silent = new Set<string>();
  for (const { attemptId, practiceId } of doubtful) {
    const end = await endOf(deps, practiceId, attemptId, silent);
    if (end === null) counts.inDoubt += 1;
    else {
      await deps.db.inPractice(practiceId, (tx) => settleAttempt(tx, attemptId, end));
      counts[counted[end.end]] += 1;
    }
  }
  return counts;
}

type Conclusion = Extract<AttemptEnd, { end: 'taken' | 'not_taken' | 'lost' }>;
const counted = { taken: 'taken', not_taken: 'notTaken', lost: 'unknown' } as const;

/** How a hand-over ended; null where that cannot be told yet. A carrier's channel that is silent is asked once. */
async function endOf(
  deps: CarrierDependencies,
  practiceId: string,
  attemptId: string,
  silent: Set<string>,
): Promise<Conclusion | null> {
  const { sent, now } = await deps.db.inPractice(practiceId, async (tx) => ({
    sent: await findHandedOver(tx, attemptId),
    now: tx.now,
  }));
  if (sent === null) return null;
  const overAt = sent.handOverBy + requestTimeoutMs;
  const find = deps.channels[sent.carrier][sent.channel]?.find;
  if (find === null) return now < overAt + lagsUntilLost.withoutList * deps.settleLagMs ? null : lost;

  const line = `${sent.carrier} ${sent.channel}`;
  const listed = find === undefined || silent.has(line) ? null : await listOf(find, sent);
  if (listed === null) {
    silent.add(line);
    return now < overAt + lagsUntilLost.withList * deps.settleLagMs ? null : lost;
  }
  const known = await deps.db.inPractice(practiceId, (tx) => findKnownCarrierIds(tx, listed));
  const ours = listed.find((carrierId) => !known.has(carrierId));
  if (ours !== undefined) return { end: 'taken', carrierId: ours, by: 'list' };

  // Absence is proof only once nothing can be on its way any more and the list has had its time, and it was looked for after that.
  if (now < overAt + deps.settleLagMs) return null;
  return { end: 'not_taken', code: 'absent_at_carrier', retryAt: now, by: 'list' };
}

const lost: Conclusion = { end: 'lost', code: 'no_word', by: 'deadline' };

type Find = NonNullable<NonNullable<Channels['text']>['find']>;

/** Carrier ids of what the carrier lists with these ends and words; null where it does not answer. */
async function listOf(find: Find, sent: HandedOver & { readonly openedAt: EpochMs }): Promise<string[] | null> {
  try {
    const found = await find({ ...sent, since: sent.openedAt - clockAllowanceMs });
    return found.map(({ carrierId }) => carrierId);
  } catch (error) {
    if (error instanceof Fault && error.code === 'carrier_unavailable') return null;
    throw error;
  }
}
