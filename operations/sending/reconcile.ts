import type { CarrierLog, Logged, SenderLists } from '../../channels/channel.ts';
import {
  countHeardOf,
  findActiveSenders,
  findHandOversSince,
  type ActiveSender,
  type KnownHandOver,
} from '../../db/hand-overs.ts';
import { openWorklistItem } from '../../db/worklist.ts';
import { Fault } from '../../domain/fault.ts';
import type { EpochMs } from '../../domain/planning/plan.ts';
import { ask, learn } from './ask-after-silent.ts';
import { settleAttempt } from './settle-attempt.ts';
import type { CarrierDependencies } from './settle-doubtful.ts';

/** What came of holding the carriers' logs against ours. */
export interface Reconciliation {
  /** Hand-overs that both have: in the carrier's log, or by its events where it keeps none. */
  readonly agreed: number;
  /** Of these, messages of which the carrier knew more than its reports had said. */
  readonly reported: number;
  /** The carrier has them, and we took them for absent, refused or lost, or did not know yet. */
  readonly found: number;
  /** The carrier has them, and no attempt of ours can have been the cause: somebody else uses the number or the account. */
  readonly strangers: number;
  /** We have them as taken, and the carrier has none of that id: on the worklist. */
  readonly missing: number;
  /** Taken by a carrier that keeps no log, and an hour later no event of it had come. */
  readonly unheard: number;
  /** Senders whose carrier keeps a log that could not be read. */
  readonly unread: number;
}

type Counts = { -readonly [Name in keyof Reconciliation]: number };

/** How far back: a day, and what a night's run may be late. */
const spanMs = 26 * 3_600_000;
/** Between a hand-over by our clock and by the carrier's, at most. */
const clockAllowanceMs = 3_600_000;

/** A carrier that keeps no log tells its first event within seconds. */
const firstEventWithinMs = 3_600_000;

/**
 * Holds the last day's hand-overs against the carriers' own logs, both ways: what they have and we do not know, and what we think
 * they took and they do not have. A carrier of emails keeps none that can be asked: there, hand-overs are held against the events
 * that came, which tells whether its events reach us, and no more. Running it twice does no harm.
 */
export async function reconcile(deps: CarrierDependencies): Promise<Reconciliation> {
  const { senders, now } = await deps.db.acrossPractices(async (tx) => ({
    senders: await findActiveSenders(tx),
    now: tx.now,
  }));
  const counts: Counts = { agreed: 0, reported: 0, found: 0, strangers: 0, missing: 0, unheard: 0, unread: 0 };
  const logs = new Map<CarrierLog, SenderLists>();
  for (const sender of senders) {
    const channel = deps.channels[sender.carrier][sender.channel];
    if (channel?.log !== undefined) {
      const lists = logs.get(channel.log) ?? channel.log.listsSince(now - spanMs);
      logs.set(channel.log, lists);
      await reconcileByLog(deps, sender, { log: channel.log, lists, since: now - spanMs }, counts);
    } else if (channel?.find === null) await reconcileByEvents(deps, sender, now, counts);
  }
  return counts;
}

/** A carrier's log, as it is looked at for all senders. */
interface LogSince {
  readonly log: CarrierLog;
  readonly lists: SenderLists;
  readonly since: number;
}

async function reconcileByEvents(
  { db }: CarrierDependencies,
  sender: ActiveSender,
  now: EpochMs,
  counts: Counts,
): Promise<void> {
  const { heard, unheard } = await db.inPractice(sender.practiceId, (tx) =>
    countHeardOf(tx, sender.id, { since: now - spanMs, before: now - firstEventWithinMs }),
  );
  counts.agreed += heard;
  counts.unheard += unheard;
}

async function reconcileByLog(
  deps: CarrierDependencies,
  sender: ActiveSender,
  { log, lists, since }: LogSince,
  counts: Counts,
): Promise<void> {
  // What is handed over after this may be in the carrier's alone, with a time that says so; or the other way round where the carrier's
  // was read for another sender: then its word about the id tells.
  const { ours, readAt } = await deps.db.inPractice(sender.practiceId, async (tx) => ({
    ours: await findHandOversSince(tx, sender.id, since - clockAllowanceMs),
    readAt: tx.now,
  }));
  const theirs = await listOf(lists, sender.address);
  if (theirs === null) {
    counts.unread += 1;
    return;
  }
  const byCarrierId = new Map(ours.flatMap((known) => (known.carrierId === null ? [] : [[known.carrierId, known]])));
  const unexplained = ours.filter(({ outcome }) => outcome !== 'taken');

  for (const logged of theirs) {
    const known = byCarrierId.get(logged.carrierId);
    if (known !== undefined) {
      counts.agreed += 1;
      const isNews = logged.call !== undefined || logged.word !== known.word;
      const news = isNews && (await learn(deps.db, { ...known, ...sender }, logged));
      if (news) counts.reported += 1;
      continue;
    }
    const attempt = causeOf(logged, unexplained);
    if (attempt !== null) {
      unexplained.splice(unexplained.indexOf(attempt), 1);
      const end = { end: 'taken', carrierId: logged.carrierId, by: 'list' } as const;
      await deps.db.inPractice(sender.practiceId, (tx) => settleAttempt(tx, attempt.attemptId, end));
      counts.found += 1;
    } else if (logged.createdAt < readAt - clockAllowanceMs) {
      // What is younger may have been handed over since ours was read: the next night tells.
      counts.strangers += 1;
    }
  }
  await askAfterMissing(deps, sender, log, ours, theirs, since, counts);
}

/** The list leaves out what still waits at the carrier, so only its word about the id itself counts. */
async function askAfterMissing(
  deps: CarrierDependencies,
  sender: ActiveSender,
  log: CarrierLog,
  ours: readonly KnownHandOver[],
  theirs: readonly Logged[],
  since: number,
  counts: Counts,
): Promise<void> {
  const listed = new Set(theirs.map(({ carrierId }) => carrierId));
  for (const { carrierId, messageId, openedAt, outcome } of ours) {
    if (outcome !== 'taken' || carrierId === null || listed.has(carrierId) || openedAt < since + clockAllowanceMs)
      continue;
    if ((await ask(log, carrierId)) !== null) continue;
    counts.missing += 1;
    await deps.db.inPractice(sender.practiceId, (tx) => openWorklistItem(tx, { type: 'unknown_send', messageId }));
  }
}

/** The attempt that may be behind what the carrier has: of several the one that is nearest in time. */
function causeOf(logged: Logged, unexplained: readonly KnownHandOver[]): KnownHandOver | null {
  const apart = ({ openedAt }: KnownHandOver): number => Math.abs(openedAt - logged.createdAt);
  const [nearest] = unexplained
    .filter((attempt) => mayBe(attempt, logged))
    .sort((one, other) => apart(one) - apart(other));
  return nearest ?? null;
}

function mayBe(attempt: KnownHandOver, logged: Logged): boolean {
  return (
    attempt.to === logged.to &&
    (logged.body === null || attempt.body === logged.body) &&
    Math.abs(attempt.openedAt - logged.createdAt) < clockAllowanceMs
  );
}

async function listOf(lists: SenderLists, from: string): Promise<readonly Logged[] | null> {
  try {
    return await lists(from);
  } catch (error) {
    if (error instanceof Fault && error.code === 'carrier_unavailable') return null;
    throw error;
  }
}
