import type { WithheldReason } from '../message-state.ts';
import { kindOf, type KindRecord } from '../kinds.ts';
import { decideCaps, nextFreeDay, type Caps, type Reached } from './caps.ts';
import { isAllowed, nearestAllowed, type DeliveryHours } from './delivery-window.ts';
import type { EpochMs } from './plan.ts';
import { deliveryHours } from './delivery-hours.ts';
import type { PatientFacts, Step, VisitFacts } from './planning-facts.ts';
import { isConfirmed, reasonToWithhold, type WithholdingSettings } from './reason-to-withhold.ts';

/** All that a send looks at again before it claims a message that is not sent yet. */
export interface ClaimFacts {
  readonly message: {
    readonly kind: Step['kind'];
    readonly slot: Step['slot'];
    readonly channel: Step['channel'];
    readonly condition: Step['condition'];
    /** Whether it stands in for another channel of its slot. */
    readonly isBackup: boolean;
    readonly sendAt: EpochMs;
    readonly usefulUntil: EpochMs;
  };
  readonly visit: VisitFacts;
  /** Whether the visit still has the time that the message is about. */
  readonly sameOccurrence: boolean;
  readonly patient: PatientFacts;
  readonly settings: WithholdingSettings;
  readonly practice: {
    readonly live: boolean;
    /** The contact may be written to before the practice is live. */
    readonly rehearsalAllowed: boolean;
    /** Null: the message's channel is not paused. */
    readonly channelPausedAt: EpochMs | null;
  };
  readonly feed: {
    /** Null: nothing was ever fed, so there is nothing to be out of date. */
    readonly ageMs: number | null;
    readonly pauseAfterMs: number;
  };
  /** A later step of the kind for the same visit is due as well. */
  readonly laterStepDue: boolean;
  readonly caps: Caps;
  readonly reached: Reached;
  /** Staff have told a group something of the visit's time that this visit's plan does not follow yet. */
  readonly groupToCome: boolean;
  /** An attempt to the same contact point has not ended yet. */
  readonly contactBusy: boolean;
  readonly now: EpochMs;
}

export type ClaimDecision =
  | { readonly do: 'send' }
  | {
      readonly do: 'wait';
      readonly until: EpochMs;
      readonly why: 'not_due' | 'paused' | 'feed_too_old' | 'window' | 'capped' | 'sooner_visit' | 'busy';
    }
  | { readonly do: 'withhold'; readonly reason: WithheldReason };

/** How long a pause or an old feed is waited for before the send looks again, and how long another message or attempt. */
const LOOK_AGAIN_MS = 5 * 60_000;
const BUSY_MS = 30_000;

/** Whether a message goes now, waits, or is withheld. What the plan would withhold now is withheld here too. */
export function decideClaim(facts: ClaimFacts): ClaimDecision {
  const { message, visit, practice, settings, now } = facts;
  const reason = reasonToWithhold({ ...facts, step: message, isBackup: message.isBackup });
  if (reason !== null) return withhold(reason);
  if (now < message.sendAt) return { do: 'wait', until: message.sendAt, why: 'not_due' };
  // Its time has come and the visit is not confirmed, or the next one of the kind is due: this one has had its day.
  if (message.condition === 'confirmed' && !isConfirmed(visit)) return withhold('too_late');
  if (facts.laterStepDue) return withhold('too_late');
  if (!practice.live && !practice.rehearsalAllowed) return withhold('not_live');
  const obstacle = obstacleInTheWay(facts, kindOf(settings.kinds, message.kind));
  if (obstacle !== null) {
    if (now >= message.usefulUntil) return withhold(obstacle);
    return { do: 'wait', until: Math.min(now + LOOK_AGAIN_MS, message.usefulUntil), why: obstacle };
  }
  if (now > message.usefulUntil) return withhold('too_late');
  const hours = deliveryHours(settings.calendar, message);
  if (!isAllowed(now, hours)) {
    const at = nearestAllowed(now, { from: now, until: message.usefulUntil }, hours);
    return at === null ? withhold('too_late') : { do: 'wait', until: at, why: 'window' };
  }
  const { caps, reached } = facts;
  const { capped, overCap } = kindOf(settings.kinds, message.kind);
  const cap = capped ? decideCaps(message.channel, caps, reached, now, settings.calendar.zone) : 'free';
  if (cap === 'over') return overCap === 'withheld' ? withhold('capped') : moveToFreeDay(facts, hours);
  if (cap === 'after_sooner') return { do: 'wait', until: now + BUSY_MS, why: 'sooner_visit' };
  return facts.contactBusy || facts.groupToCome ? { do: 'wait', until: now + BUSY_MS, why: 'busy' } : { do: 'send' };
}

/** To the first time on a day that has room under the caps; withheld where that would be of no use any more. */
function moveToFreeDay({ message, caps, reached, settings, now }: ClaimFacts, hours: DeliveryHours): ClaimDecision {
  const from = nextFreeDay(caps, reached, now, settings.calendar.zone);
  const until = from > message.usefulUntil ? null : nearestAllowed(from, { from, until: message.usefulUntil }, hours);
  return until === null ? withhold('capped') : { do: 'wait', until, why: 'capped' };
}

/** An old copy of the PMS may remind of a visit that is off; what staff send they send knowing better. */
function obstacleInTheWay({ practice, feed }: ClaimFacts, { automatic }: KindRecord): 'paused' | 'feed_too_old' | null {
  if (practice.channelPausedAt !== null) return 'paused';
  return automatic && feed.ageMs !== null && feed.ageMs > feed.pauseAfterMs ? 'feed_too_old' : null;
}

function withhold(reason: WithheldReason): ClaimDecision {
  return { do: 'withhold', reason };
}
