import type { WithheldReason } from '../message-state.ts';
import { isAllowed } from './delivery-window.ts';
import { isFinal } from './past-message.ts';
import type { Channel, EpochMs } from './plan.ts';
import type { Mover, PastMessage, Step } from './planning-facts.ts';
import { lateStepTime, stepTimeFromNow, type StepTime, type StepTimeFacts } from './step-time.ts';

/** A step of a visit on its way to a planned message. */
export interface Draft {
  readonly step: Step;
  readonly facts: StepTimeFacts;
  /** When the step goes, whatever the time is now. */
  readonly time: StepTime;
  /** The message that its slot holds already. */
  readonly past: PastMessage | undefined;
  /** Why it is not to be sent at any time. */
  readonly reason: WithheldReason | null;
  /** A step for confirmed visits, of a visit that is not confirmed yet. */
  readonly waitsForConfirmation: boolean;
  /** The channel of the same slot that it stands in for; null for the first. */
  readonly backupOf: Channel | null;
  /** A backup whose reason came up when the step's time was there: it goes as soon as it may. */
  readonly startsLate: boolean;
  /** It is about a day and not about an hour. */
  readonly isOfDay: boolean;
  /** Where it was past when it was first planned: the last moment at which it still goes then, if it is the last of its kind. */
  readonly lateUntil: EpochMs;
  /** Moves a time to the subject's own second of its minute. */
  readonly spread: (at: EpochMs) => EpochMs;
}

/** When a message goes, or would have gone, and why it does not. */
export interface DecidedTime {
  readonly sendAt: EpochMs;
  readonly movedBy: readonly Mover[];
  readonly withheld: WithheldReason | null;
}

/** `isLast`: no later step of the kind is left that could go in its place. */
export function decideTime(draft: Draft, isLast: boolean, now: EpochMs): DecidedTime {
  const { past, time, reason } = draft;
  const planned = isFinal(past) ? null : timeToCome(draft, now);
  // What was withheld and whose time is over keeps its reason: it says why nothing was sent when it would have been.
  const isOver = past !== undefined && past.state !== 'not_sent' && planned === null;
  if (isOver && (isFinal(past) || !draft.startsLate)) return decidedBefore(past);
  const wouldGo = planned ?? past ?? { sendAt: time.at ?? time.computedAt, movedBy: time.movedBy };
  if (reason !== null) return { ...timeOf(wouldGo), withheld: reason };
  const goes = timeWhenDue(draft, now) ?? planned ?? lateTime(draft, isLast, now);
  return goes === null ? { ...timeOf(wouldGo), withheld: 'too_late' } : { ...timeOf(goes), withheld: null };
}

type Time = Pick<DecidedTime, 'sendAt' | 'movedBy'>;

/** A message whose time has come keeps it while it is of use: its send decides. */
function timeWhenDue({ past, facts }: Draft, now: EpochMs): Time | null {
  return past?.state === 'not_sent' && past.sendAt <= now && now <= facts.usefulUntil ? past : null;
}

/** A time that is still to come: the one that staff gave, the step's own, or the one that a message was put off to. */
function timeToCome(draft: Draft, now: EpochMs): Time | null {
  const { past, facts } = draft;
  const setAt = past?.setAt ?? null;
  if (setAt !== null && setAt > now && setAt <= facts.usefulUntil) return { sendAt: setAt, movedBy: ['staff'] };
  // Once the time that staff gave it has come, its step's own does not bring it back.
  if (setAt !== null && setAt <= now) return putOff(draft, now);
  const { at, movedBy } = stepTimeFromNow(draft.time, now, facts);
  if (at !== null) return { sendAt: at === draft.time.at ? at : draft.spread(at), movedBy };
  return putOff(draft, now);
}

function putOff({ past, facts }: Draft, now: EpochMs): Time | null {
  return past !== undefined && past.sendAt > now && canGoAt(past.sendAt, facts) ? past : null;
}

/** The nearest allowed time from now on, for a message planned in time, a backup, or the last chance of a visit first seen. */
function lateTime(draft: Draft, isLast: boolean, now: EpochMs): Time | null {
  const { past, facts, waitsForConfirmation, startsLate, lateUntil } = draft;
  if (waitsForConfirmation) return null;
  const lastChance = isLast && now <= lateUntil;
  if (past === undefined && !startsLate && !lastChance) return null;
  const { at, movedBy } = lateStepTime(draft.time, now, facts);
  return at === null ? null : { sendAt: draft.spread(at), movedBy };
}

function canGoAt(at: EpochMs, facts: StepTimeFacts): boolean {
  return at <= facts.usefulUntil && isAllowed(at, facts.hours);
}

function decidedBefore(past: PastMessage): DecidedTime {
  return { ...timeOf(past), withheld: past.reason };
}

function timeOf({ sendAt, movedBy }: Time): Time {
  return { sendAt, movedBy };
}
