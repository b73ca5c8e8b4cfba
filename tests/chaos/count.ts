import type { EpochMs } from '../../domain/planning/plan.ts';
import type { MessageState, WithheldReason } from '../../domain/message-state.ts';
import type { BurstVisit } from './burst.ts';
import type { Meddling } from './chaos-plan.ts';
import type { Meddled, Paused } from './meddle.ts';

/** A hand-over that the simulator took, by its own record. */
export interface Taken {
  readonly messageId: string | null;
  readonly attemptId: string | null;
  /** The number or address that it went to. */
  readonly to: string;
  readonly at: EpochMs;
}

/** A message about the time that a visit of the burst had at first, as Postgres has it. */
export interface BurstMessage {
  readonly id: string;
  readonly visitId: string;
  readonly state: MessageState;
  readonly reason: WithheldReason | null;
  /** A person finds it on the worklist as one of which nobody knows whether it went. */
  readonly listed: boolean;
  readonly attempts: readonly { readonly id: string; readonly openedAt: EpochMs; readonly handOverBy: EpochMs }[];
}

/** All that there is to hold against each other once a burst is over. */
export interface Evidence {
  readonly visits: readonly BurstVisit[];
  readonly messages: readonly BurstMessage[];
  readonly taken: readonly Taken[];
  readonly meddled: readonly Meddled[];
  readonly paused: readonly Paused[];
  /** Moved visits whose message for the new time waits. */
  readonly waitingForNewTime: ReadonlySet<string>;
  /** For how long after `handOverBy` a request that was written in time may still reach the carrier: the product's own bound. */
  readonly onItsWayMs: number;
}

/** What a run came to. The last four must be nothing. */
export interface ChaosFigures {
  readonly byChannel: Readonly<Record<string, number>>;
  /** By how messages ended, the withheld by their reason. */
  readonly byState: Readonly<Record<string, number>>;
  /** What carriers took. */
  readonly accepted: number;
  /** Visits whose message is missing, not over, said to have gone and at no carrier, or withheld for what never happened. */
  readonly lost: number;
  /** Visits whose patient a carrier was given more than one message for. */
  readonly doubled: number;
  /**
   * What was claimed after a cancellation, move, opt-out or pause had been committed; went although it is withheld; went without a
   * claim that Postgres has; or reached the carrier when it was counted as absent already.
   */
  readonly forbidden: number;
  /** Unknown, and on nobody's worklist. */
  readonly unlisted: number;
}

/** The figures, and for each offence that makes one of the last four what it is and the message's or visit's id. */
export function count(evidence: Evidence): ChaosFigures & { readonly offences: readonly string[] } {
  const { visits, messages, taken } = evidence;
  const offences = {
    lost: findLost(evidence),
    doubled: findDoubled(evidence),
    forbidden: findForbidden(evidence),
    unlisted: messages.filter(({ state, listed }) => state === 'unknown' && !listed).map(({ id }) => `unlisted ${id}`),
  };
  return {
    byChannel: tally(visits.map(({ channel }) => channel)),
    byState: tally(messages.map(({ state, reason }) => (reason === null ? state : `${state} (${reason})`))),
    accepted: taken.length,
    lost: offences.lost.length,
    doubled: offences.doubled.length,
    forbidden: offences.forbidden.length,
    unlisted: offences.unlisted.length,
    offences: Object.values(offences).flat(),
  };
}

/** What a message may be withheld for, by what was done to its visit. */
const reasonFor: Readonly<Record<Meddling, WithheldReason>> = {
  cancel: 'cancelled',
  move: 'moved',
  opt_out: 'opted_out',
};

function findLost({ visits, messages, taken, meddled, waitingForNewTime }: Evidence): string[] {
  const byVisit = new Map(messages.map((message) => [message.visitId, message]));
  const gone = new Set(taken.map(({ messageId }) => messageId));
  const doneTo = new Map(meddled.map(({ visitId, what }) => [visitId, what]));
  return visits.flatMap(({ id }) => {
    const message = byVisit.get(id);
    if (message === undefined) return [`lost ${id}: has no message`];
    const what = doneTo.get(id);
    if (what === 'move' && !waitingForNewTime.has(id)) return [`lost ${id}: nothing is planned for the new time`];
    const why = whyLost(message, gone.has(message.id), what);
    return why === null ? [] : [`lost ${message.id}: ${why}`];
  });
}

function whyLost({ state, reason }: BurstMessage, went: boolean, what: Meddling | undefined): string | null {
  switch (state) {
    case 'not_sent':
    case 'sending':
      return `still ${state}`;
    case 'sent':
    case 'received':
    case 'not_received':
      return went ? null : `${state}, and at no carrier`;
    case 'withheld':
      return what !== undefined && reason === reasonFor[what] ? null : `withheld (${String(reason)}) for no cause`;
    case 'unknown':
      return null;
  }
}

function findDoubled({ visits, taken }: Evidence): string[] {
  const times = tally(taken.map(({ to }) => to));
  return visits.flatMap(({ id, address }) => {
    const went = times[address] ?? 0;
    return went > 1 ? [`doubled ${id}: went ${String(went)} times`] : [];
  });
}

function findForbidden({ visits, messages, taken, meddled, paused, onItsWayMs }: Evidence): string[] {
  const attempts = new Map(messages.flatMap((message) => message.attempts.map((one) => [one.id, { ...one, message }])));
  const withoutClaim = taken.flatMap(({ messageId, attemptId, at }) => {
    const attempt = attempts.get(attemptId ?? '');
    if (attempt === undefined || attempt.message.id !== messageId)
      return [`forbidden: ${String(messageId)} went without a claim`];
    if (attempt.message.state === 'withheld') return [`forbidden: ${attempt.message.id} is withheld and went`];
    if (at > attempt.handOverBy + onItsWayMs) return [`forbidden: ${attempt.message.id} went after it was too late`];
    return [];
  });

  const byVisit = new Map(messages.map((message) => [message.visitId, message]));
  const afterChange = meddled.flatMap(({ visitId, what, attemptsBefore }) => {
    const later = byVisit.get(visitId)?.attempts.filter(({ id }) => !attemptsBefore.includes(id)) ?? [];
    return later.map(({ id }) => `forbidden: attempt ${id} was claimed after ${what}`);
  });

  const practiceOf = new Map(visits.map(({ id, practiceId }) => [id, practiceId]));
  const whilePaused = [...attempts.values()].flatMap(({ id, openedAt, message }) =>
    paused.some(
      ({ practiceId, from, until }) =>
        practiceOf.get(message.visitId) === practiceId && openedAt > from && openedAt < until,
    )
      ? [`forbidden: attempt ${id} was claimed in a pause`]
      : [],
  );
  return [...withoutClaim, ...afterChange, ...whilePaused];
}

function tally(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of [...words].sort()) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
