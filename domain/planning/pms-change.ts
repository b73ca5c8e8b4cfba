import { kindOf, type Kinds } from '../kinds.ts';
import { fateOf, wasHandedOver } from './past-message.ts';
import type { EpochMs } from './plan.ts';
import type { PastMessage } from './planning-facts.ts';

/** What a visit was until the PMS changed it. */
export interface FormerTime {
  readonly startsAt: EpochMs;
  /** Cancelled, or no longer in the PMS. */
  readonly wasOff: boolean;
  /** When we saw that it was so no longer. */
  readonly changedAt: EpochMs;
}

/** How a visit came to stand as it does. */
export interface ChangedVisit {
  readonly startsAt: EpochMs;
  /** Cancelled, or no longer in the PMS. */
  readonly isOff: boolean;
  readonly firstSeenAt: EpochMs;
  /** The oldest first. */
  readonly formerTimes: readonly FormerTime[];
}

/** A message that was planned for some time of the visit. */
export interface ToldMessage extends PastMessage {
  readonly occurrence: EpochMs;
}

/** What is to be told of a visit. */
export interface ChangeToTell {
  readonly what: 'visit_moved' | 'visit_cancelled';
  /** The time that the patient knows of. */
  readonly knownAt: EpochMs;
}

/** A visit as it stood for a while. */
interface Span {
  readonly startsAt: EpochMs;
  readonly isOff: boolean;
  readonly from: EpochMs;
  readonly until: EpochMs;
}

/**
 * What the PMS changed of a visit that its patient knows otherwise, or null. A patient knows how the visit last stood for the grace,
 * whoever told of it, or as a message told: who books at the desk knows the time. What stood for a moment only was changed while the
 * patient was at the desk, so a visit that is moved and moved back, or moved right after it was booked, has nothing to tell; nor has one
 * that was off and is booked again.
 */
export function changeToTell(
  visit: ChangedVisit,
  told: readonly ToldMessage[],
  { graceMs, kinds }: { readonly graceMs: number; readonly kinds: Kinds },
): ChangeToTell | null {
  const isToldOf = (span: Span): boolean => told.some((message) => tellsOf(message, span, kinds));
  const known = spansOf(visit).findLast((span) => span.until - span.from >= graceMs || isToldOf(span));
  if (known === undefined || known.isOff) return null;
  if (visit.isOff) return { what: 'visit_cancelled', knownAt: known.startsAt };
  return known.startsAt === visit.startsAt ? null : { what: 'visit_moved', knownAt: known.startsAt };
}

function spansOf({ firstSeenAt, formerTimes }: ChangedVisit): Span[] {
  return formerTimes.map(({ startsAt, wasOff, changedAt }, index) => ({
    startsAt,
    isOff: wasOff,
    from: formerTimes[index - 1]?.changedAt ?? firstSeenAt,
    until: changedAt,
  }));
}

/** Whether the message went while the visit stood so, and said so. */
function tellsOf(message: ToldMessage, span: Span, kinds: Kinds): boolean {
  if (message.occurrence !== span.startsAt || message.sendAt < span.from || message.sendAt >= span.until) return false;
  if (!wasHandedOver(message) || fateOf(message) === 'failed') return false;
  return (kindOf(kinds, message.kind).tells === 'cancelled') === span.isOff;
}
