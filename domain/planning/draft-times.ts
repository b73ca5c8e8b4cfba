import { goesBefore, kindOf } from '../kinds.ts';
import { DAY_MS, MINUTE_MS, zoneClock } from '../zone-clock.ts';
import type { Draft } from './decide-time.ts';
import { allowedAround, type DeliveryHours } from './delivery-window.ts';
import type { Notice } from './notice.ts';
import { applyOffset, parseOffset } from './offset.ts';
import { isHandedOver } from './past-message.ts';
import type { EpochMs } from './plan.ts';
import type { PlanningFacts, Step } from './planning-facts.ts';
import { spreadAfterOpening, spreadInMinute } from './spread.ts';
import { LATE_AFTER_MS, LATE_LEAD_MS, USEFUL_AFTER_MS, type Grace, type StepTimeFacts } from './step-time.ts';

/** What decides when a message goes, and the last moment at which it still goes where it was past when it was first planned. */
type DraftTimes = StepTimeFacts & Pick<Draft, 'lateUntil'>;

/** A step goes at its offset from the visit. */
export function timesOfStep(
  step: Step,
  hours: DeliveryHours,
  facts: Pick<PlanningFacts, 'visit' | 'settings' | 'history'>,
): DraftTimes {
  const { visit, settings } = facts;
  const kind = kindOf(settings.kinds, step.kind);
  const isBefore = goesBefore(kind);
  const offset = parseOffset(step.offset);
  const visitAt = isBefore ? visit.startsAt : visit.endsAt;
  const afterIt = applyOffset(offset, visitAt, zoneClock(settings.calendar.zone));
  return {
    visitAt,
    offset,
    fromClosedDay: kind.fromClosedDay,
    // A day has no minute of its own: its messages begin when the window opens.
    beginDelivery: visit.usefulUntil === null ? settings.calendar.beginDelivery : 'earliest',
    hours,
    usefulUntil:
      visit.usefulUntil ??
      (isBefore ? visit.startsAt - Math.max(0, settings.minimumLeadMs) : afterIt + USEFUL_AFTER_MS),
    grace: isBefore ? graceOf(facts) : undefined,
    lateUntil: isBefore ? visitAt - LATE_LEAD_MS : lateUntilAfter(step, afterIt, facts),
  };
}

/**
 * Whole minutes, since messages are given to minutes. None where the PMS does not tell when the visit was booked or moved: what a
 * nightly file says is hours old.
 */
function graceOf({
  visit: { bookedAt },
  settings: { bookingGraceMs },
}: Pick<PlanningFacts, 'visit' | 'settings'>): Grace | undefined {
  if (bookedAt === null || bookingGraceMs === 0) return undefined;
  return {
    from: Math.floor(bookedAt / MINUTE_MS) * MINUTE_MS,
    until: Math.ceil((bookedAt + bookingGraceMs) / MINUTE_MS) * MINUTE_MS,
  };
}

/**
 * Of a day, for a week after its time: else a step that is new would go at once to all that are still of use. Overdue recalls count
 * from a day that they are given; an order that is only just known, or whose practice just went live, is told while it is of use.
 */
function lateUntilAfter(
  { kind }: Step,
  at: EpochMs,
  { visit, settings, history }: Pick<PlanningFacts, 'visit' | 'settings' | 'history'>,
): EpochMs {
  if (visit.usefulUntil === null) return at + LATE_AFTER_MS;
  const weekAfter = Math.min(visit.usefulUntil, at + USEFUL_AFTER_MS);
  if (visit.firstSeenAt === null || history.some((past) => past.kind === kind && isHandedOver(past))) return weekAfter;
  const couldGoFrom = Math.max(visit.firstSeenAt, settings.liveAt ?? visit.firstSeenAt);
  return Math.max(weekAfter, Math.min(visit.usefulUntil, couldGoFrom + DAY_MS));
}

/** A notice goes from its decision on, never earlier, until the visit begins at the time that it had or at the one that is told. */
export function timesOfNotice(
  { kind, decidedAt, formerAt, toldAt }: Notice,
  hours: DeliveryHours,
  { settings }: Pick<PlanningFacts, 'settings'>,
): DraftTimes {
  const usefulUntil = Math.min(formerAt, toldAt);
  return {
    visitAt: decidedAt,
    offset: { ...parseOffset('PT0S'), after: true },
    fromClosedDay: kindOf(settings.kinds, kind).fromClosedDay,
    beginDelivery: 'exact',
    hours,
    usefulUntil,
    lateUntil: usefulUntil,
  };
}

/**
 * Where delivery is Earliest, the opening of the window is everybody's time; other times are shared by the visits of a minute. A
 * notice, which has no slot of a step, is in a hurry: it only leaves the opening to which many wait.
 */
export function spreadOut(
  at: EpochMs,
  { beginDelivery, hours, usefulUntil }: StepTimeFacts,
  of: { readonly subjectId: string; readonly patientId: string; readonly slot: string | null },
): EpochMs {
  const { subjectId, patientId, slot } = of;
  const open =
    (beginDelivery === 'earliest' || slot === null) && hours.window !== null ? allowedAround(at, hours) : null;
  if (open !== null && open.from === at) {
    return spreadAfterOpening(at, { patientId, closesAt: open.until - 1, usefulUntil });
  }
  return slot === null ? at : spreadInMinute(at, { subjectId, slot, usefulUntil });
}
