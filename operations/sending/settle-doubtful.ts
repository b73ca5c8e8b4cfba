import type { ByCarrier, Channels, MessageChannel } from '../../channels/channel.ts';
import {
  countDoubtfulAttempts,
  findDoubtfulAttempts,
  findHandedOver,
  findKnownCarrierIds,
  type DoubtfulAttempt,
  type HandedOver,
} from '../../db/attempts.ts';
import type { Database } from '../../db/database.ts';
import { Fault } from '../../domain/fault.ts';
import type { Carrier } from '../../domain/carrier.ts';
import type { Channel } from '../../domain/planning/plan.ts';
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

/**
 * Settles what can be settled by now: of each channel of each account the oldest, so that none waits behind another's. Where there is
 * no list to ask, nothing is looked at before its deadline.
 */
export async function settleDoubtful(deps: CarrierDependencies): Promise<Settled> {
  const counts = { taken: 0, notTaken: 0, unknown: 0, inDoubt: 0 };
  for (const line of linesOf(deps)) {
    const { doubtful, early } = await findOfLine(deps, line);
    counts.inDoubt += early;
    const list = listOfLine(line);
    for (const { attemptId, practiceId } of doubtful) {
      const end = await endOf(deps, { practiceId, attemptId }, list);
      if (end === null) counts.inDoubt += 1;
      else {
        await deps.db.inPractice(practiceId, (tx) => settleAttempt(tx, attemptId, end));
        counts[counted[end.end]] += 1;
      }
    }
  }
  return counts;
}

type Find = NonNullable<MessageChannel['find']>;

/** A channel of an account. `find`: null where the carrier keeps no list, undefined where there is no account. */
interface Line {
  readonly carrier: Carrier;
  readonly channel: Channel;
  readonly find: Find | null | undefined;
}

function linesOf({ channels }: CarrierDependencies): Line[] {
  return (['configured', 'simulator'] as const).flatMap((carrier) =>
    (['text', 'voice', 'email'] as const).map((channel) => ({
      carrier,
      channel,
      find: channels[carrier][channel]?.find,
    })),
  );
}

/** What may be concluded of a line now, and how many it is too early for. */
function findOfLine(
  { db, settleLagMs }: CarrierDependencies,
  { find, ...line }: Line,
): Promise<{ doubtful: DoubtfulAttempt[]; early: number }> {
  return db.acrossPractices(async (tx) => {
    const over = { ...line, handOverBefore: tx.now };
    if (find !== null) return { doubtful: await findDoubtfulAttempts(tx, over), early: 0 };
    const due = tx.now - requestTimeoutMs - lagsUntilLost.withoutList * settleLagMs;
    return {
      doubtful: await findDoubtfulAttempts(tx, { ...line, handOverBefore: due }),
      early: await countDoubtfulAttempts(tx, over, due),
    };
  });
}

type Conclusion = Extract<AttemptEnd, { end: 'taken' | 'not_taken' | 'lost' }>;
const counted = { taken: 'taken', not_taken: 'notTaken', lost: 'unknown' } as const;
const lost: Conclusion = { end: 'lost', code: 'no_word', by: 'deadline' };

/** How a hand-over ended; null where that cannot be told yet. */
async function endOf(
  { db, settleLagMs }: CarrierDependencies,
  { practiceId, attemptId }: DoubtfulAttempt,
  list: ListOfLine,
): Promise<Conclusion | null> {
  const { sent, now } = await db.inPractice(practiceId, async (tx) => ({
    sent: await findHandedOver(tx, attemptId),
    now: tx.now,
  }));
  // What the carrier has told of it already, and nobody has read, settles it.
  if (sent === null || sent.untold) return null;
  const overAt = sent.handOverBy + requestTimeoutMs;
  if (list === 'none is kept') return now < overAt + lagsUntilLost.withoutList * settleLagMs ? null : lost;

  const listed = await list(sent);
  if (listed === null) return now < overAt + lagsUntilLost.withList * settleLagMs ? null : lost;
  const known = await db.inPractice(practiceId, (tx) => findKnownCarrierIds(tx, listed));
  const ours = listed.find((carrierId) => !known.has(carrierId));
  if (ours !== undefined) return { end: 'taken', carrierId: ours, by: 'list' };

  // Absence is proof only once nothing can be on its way any more and the list has had its time, and it was looked for after that.
  if (now < overAt + settleLagMs) return null;
  return { end: 'not_taken', code: 'absent_at_carrier', retryAt: now, by: 'list' };
}

/** Carrier ids of what the carrier lists with these ends and words; null where it does not answer. */
type ListOfLine = ((sent: HandedOver) => Promise<string[] | null>) | 'none is kept';

/** The list of a line, which is asked no more once it did not answer. */
function listOfLine({ find }: Line): ListOfLine {
  if (find === null) return 'none is kept';
  let silent = find === undefined;
  return async (sent) => {
    if (find === undefined || silent) return null;
    try {
      const found = await find({ ...sent, since: sent.openedAt - clockAllowanceMs });
      return found.map(({ carrierId }) => carrierId);
    } catch (error) {
      if (!(error instanceof Fault) || error.code !== 'carrier_unavailable') throw error;
      silent = true;
      return null;
    }
  };
}
