import { DAY_MS, dayOf, MINUTE_MS, zoneClock } from '../zone-clock.ts';
import { isAllowed, nearestAllowed, windowOn, type DeliveryHours } from './delivery-window.ts';
import { applyOffset, type Offset } from './offset.ts';
import { isOpenDay, nearestOpenDay } from './open-days.ts';
import type { EpochMs } from './plan.ts';
import type { Mover } from './planning-facts.ts';

/** A step of a visit, and when messages of its channel may go. */
export interface StepTimeFacts {
  readonly visitAt: EpochMs;
  readonly offset: Offset;
  /** Where a step that falls on a closed day goes: to the last open day before, or to the next. */
  readonly fromClosedDay: 'before' | 'after';
  readonly beginDelivery: 'exact' | 'earliest';
  readonly hours: DeliveryHours;
  /** Nothing goes later; `Infinity` where nothing binds it. */
  readonly usefulUntil: EpochMs;
  /** A visit was just booked, or moved to its time: until the grace is over the desk may still change it. Left out: it was not. */
  readonly grace?: Grace | undefined;
}

/** From the booking or move on, until nothing keeps messages about it back. */
export interface Grace {
  readonly from: EpochMs;
  readonly until: EpochMs;
}

/** When a step goes. */
export interface StepTime {
  /** What the offset alone says. */
  readonly computedAt: EpochMs;
  /** Where closures and Earliest move it, before the window; null where no day is open. */
  readonly targetAt: EpochMs | null;
  /** Null where no allowed time is useful. */
  readonly at: EpochMs | null;
  readonly movedBy: readonly Mover[];
}

/** A step whose time was past when its visit was first seen still goes if the visit is at least this far away. */
export const LATE_LEAD_MS = 2 * 60 * 60 * 1000;
/** One after a visit still goes so long after its time: the copy that says how the visit ended may be as old. */
export const LATE_AFTER_MS = 96 * 60 * 60 * 1000;
/** So long after its time what follows a visit up is of no use any more. */
export const USEFUL_AFTER_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * When a step goes, whatever the time is now: its offset, then closed days, then Earliest, then the window and the last useful
 * time.
 */
export function stepTime(facts: StepTimeFacts): StepTime {
  const computedAt = applyOffset(facts.offset, facts.visitAt, zoneClock(facts.hours.zone));
  const opened = onOpenDay(computedAt, facts);
  if (opened === null) return { computedAt, targetAt: null, at: null, movedBy: ['closure'] };
  const targetAt = facts.beginDelivery === 'earliest' ? atOpening(opened, facts.hours) : opened;
  const movedBy: Mover[] = [];
  if (opened !== computedAt) movedBy.push('closure');
  if (targetAt !== opened) movedBy.push('earliest');
  return afterGrace(
    { ...moveInside({ computedAt, targetAt, movedBy }, -Infinity, facts), computedAt, targetAt },
    facts,
  );
}

/** The same, at the nearest allowed time that is not before `now`, for a step whose own time is still to come. */
export function stepTimeFromNow(step: StepTime, now: EpochMs, facts: StepTimeFacts): StepTime {
  if (step.at !== null && step.at >= now) return step;
  if (step.targetAt === null || step.targetAt < now) return { ...step, at: null };
  const { computedAt, targetAt, movedBy } = step;
  return afterGrace({ ...step, ...moveInside({ computedAt, targetAt, movedBy }, now, facts) }, facts);
}

/** A step whose time is past, at the nearest allowed time from now on. */
export function lateStepTime(step: StepTime, now: EpochMs, facts: StepTimeFacts): StepTime {
  const at = nearestAllowed(now, { from: now, until: facts.usefulUntil }, facts.hours);
  const movedBy = new Set<Mover>([...step.movedBy, 'late']);
  if (at !== now) movedBy.add(shutBy(now, facts.hours));
  return afterGrace({ ...step, at, movedBy: [...movedBy] }, facts);
}

/** What would go within the grace goes when it is over. What was past when the visit was booked stays past. */
export function afterGrace(step: StepTime, { grace, hours, usefulUntil }: StepTimeFacts): StepTime {
  if (grace === undefined || step.at === null || step.at < grace.from || step.at >= grace.until) return step;
  const at = nearestAllowed(grace.until, { from: grace.until, until: usefulUntil }, hours);
  return { ...step, at, movedBy: [...step.movedBy, 'grace'] };
}

interface Target {
  readonly computedAt: EpochMs;
  readonly targetAt: EpochMs;
  readonly movedBy: readonly Mover[];
}

function moveInside(target: Target, now: EpochMs, facts: StepTimeFacts): Pick<StepTime, 'at' | 'movedBy'> {
  const { computedAt, targetAt } = target;
  // What belongs after the visit is of no use before it.
  const from = facts.offset.after ? Math.max(now, facts.visitAt) : now;
  const at = nearestAllowed(targetAt, { from, until: facts.usefulUntil }, facts.hours);
  if (at === computedAt) return { at, movedBy: [] };
  const movedBy = new Set(target.movedBy);
  if (at !== targetAt && !isAllowed(targetAt, facts.hours)) movedBy.add(shutBy(targetAt, facts.hours));
  if (targetAt > facts.usefulUntil) movedBy.add('minimum_lead');
  return { at, movedBy: [...movedBy] };
}

/** The same wall time on the nearest open day in the kind's direction; null where there is none. */
function onOpenDay(at: EpochMs, { fromClosedDay, hours }: StepTimeFacts): EpochMs | null {
  if (!onClosedDay(at, hours)) return at;
  const clock = zoneClock(hours.zone);
  const wall = clock.wallAt(at);
  const day = dayOf(wall);
  const open = nearestOpenDay(day, fromClosedDay, hours);
  return open === null ? null : clock.instantOf(wall + (open - day) * DAY_MS);
}

/** What shuts a time at which nothing may go. */
function shutBy(at: EpochMs, hours: DeliveryHours): Mover {
  return onClosedDay(at, hours) ? 'closure' : 'window';
}

function onClosedDay(at: EpochMs, hours: DeliveryHours): boolean {
  return !isOpenDay(dayOf(zoneClock(hours.zone).wallAt(at)), hours);
}

/** When the window opens on that day of its zone. */
function atOpening(at: EpochMs, hours: DeliveryHours): EpochMs {
  const clock = zoneClock(hours.windowZone);
  const day = dayOf(clock.wallAt(at));
  const window = windowOn(day, hours);
  return window === null ? at : clock.instantOf(day * DAY_MS + window.from * MINUTE_MS);
}
