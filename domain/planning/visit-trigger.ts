import type { WithheldReason } from '../message-state.ts';
import { changeTold, type KindRecord, type StartsFrom } from '../kinds.ts';
import type { EpochMs, PmsState } from './plan.ts';
import type { VisitFacts } from './planning-facts.ts';

/** The states of the PMS that call for steps after the visit. */
const calledForBy: Readonly<Partial<Record<StartsFrom, readonly PmsState[]>>> = {
  after_visit: ['arrived', 'completed'],
  after_no_show: ['no_show'],
};

/** Whether the visit calls for the kind's steps: always for those before it, for others once the PMS says that it came to that. */
export function callsFor(
  { startsFrom }: Pick<KindRecord, 'startsFrom'>,
  { pms, gone }: Pick<VisitFacts, 'pms' | 'gone'>,
): boolean {
  const states = calledForBy[startsFrom];
  return states === undefined || (!gone && states.includes(pms));
}

/** What of the visit keeps a message from going, or null. */
export function visitReason(
  kind: Pick<KindRecord, 'startsFrom' | 'tells'>,
  facts: {
    readonly visit: VisitFacts;
    /** Whether the visit still has the time that the message is about. */
    readonly sameOccurrence: boolean;
    /** Null: the practice is not live. */
    readonly liveAt: EpochMs | null;
    readonly now: EpochMs;
  },
): WithheldReason | null {
  const { visit, sameOccurrence, liveAt, now } = facts;
  if (visit.closedBy !== null) return visit.closedBy;
  // That it is off is no less true for the PMS saying so too.
  if ((visit.pms === 'cancelled' || visit.gone) && kind.tells !== 'cancelled') return 'cancelled';
  if (visit.pms === 'rescheduled' || !sameOccurrence) return 'moved';
  if (changeTold(kind) !== null) {
    const reason = reasonNotToTell(kind, visit);
    if (reason !== null) return reason;
  }
  if (calledForBy[kind.startsFrom] === undefined) {
    return isOver(visit.pms) || (visit.usefulUntil === null && now >= visit.startsAt) ? 'started' : null;
  }
  // What called for it was taken back: it took place after all, or it did not.
  if (!callsFor(kind, visit)) return visit.pms === 'arrived' || visit.pms === 'completed' ? 'started' : 'cancelled';
  // Who came before the practice went live is not asked about it by surprise.
  return liveAt !== null && visit.endsAt < liveAt ? 'not_live' : null;
}

/**
 * What keeps a patient from being told of what the PMS changed. Who answered knows of it. Who has another visit that was made when this
 * one was cancelled was moved; a visit that stands again is not off.
 */
function reasonNotToTell(
  kind: Pick<KindRecord, 'startsFrom'>,
  { pms, gone, answer, isRebooked }: VisitFacts,
): WithheldReason | null {
  if (changeTold(kind) === 'visit_moved') return answer === 'none' ? null : 'answered';
  if (answer === 'declined') return 'answered';
  return (pms === 'cancelled' || gone) && !isRebooked ? null : 'moved';
}

function isOver(pms: PmsState): boolean {
  return pms === 'arrived' || pms === 'completed' || pms === 'no_show';
}
