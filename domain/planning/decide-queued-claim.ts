import type { WithheldReason } from '../message-state.ts';
import { isAllowed, nearestAllowed, type DeliveryHours } from './delivery-window.ts';
import type { Channel, EpochMs } from './plan.ts';
import type { ContactPoint } from './planning-facts.ts';

/** All that a send looks at again before it claims a message whose words were queued with it, such as an answer to a reply. */
export interface QueuedClaimFacts {
  readonly message: {
    readonly channel: Channel;
    /** It is the one text that confirms an opt-out, which may go to the contact point that opted out, and to no other. */
    readonly confirmsOptOut: boolean;
    readonly queuedAt: EpochMs;
    readonly sendAt: EpochMs;
    readonly usefulUntil: EpochMs;
  };
  readonly contact: Omit<ContactPoint, 'id'>;
  readonly practice: {
    readonly live: boolean;
    /** The contact may be written to before the practice is live. */
    readonly rehearsalAllowed: boolean;
    /** Null: the message's channel is not paused. */
    readonly channelPausedAt: EpochMs | null;
  };
  /** What binds a message that answers nobody: when it may go, and whether its patient is one to write to. Null: it answers a reply. */
  readonly unasked: { readonly hours: DeliveryHours; readonly patientActive: boolean } | null;
  /** An attempt to the same contact point has not ended yet. */
  readonly contactBusy: boolean;
  readonly now: EpochMs;
}

export type QueuedClaimDecision =
  | { readonly do: 'send' }
  | { readonly do: 'wait'; readonly until: EpochMs; readonly why: 'not_due' | 'paused' | 'busy' | 'window' }
  | { readonly do: 'withhold'; readonly reason: WithheldReason };

/** A person waits for it, so it looks again soon; each time after half of what it has waited so far. */
const SOONEST_MS = 1_000;
const LATEST_MS = 60_000;

/**
 * Whether a queued message goes now, waits, or is withheld. No cap binds it; the hours of delivery do, unless it answers someone who
 * has just written to us.
 */
export function decideQueuedClaim(facts: QueuedClaimFacts): QueuedClaimDecision {
  const { message, practice, now } = facts;
  const reason = reasonAgainst(facts);
  if (reason !== null) return { do: 'withhold', reason };
  const paused = practice.channelPausedAt !== null;
  if (Math.max(now, message.sendAt) > message.usefulUntil) {
    return { do: 'withhold', reason: paused ? 'paused' : 'too_late' };
  }
  if (now < message.sendAt) return { do: 'wait', until: message.sendAt, why: 'not_due' };
  const hours = facts.unasked?.hours ?? null;
  if (hours !== null && !isAllowed(now, hours)) {
    const at = nearestAllowed(now, { from: now, until: message.usefulUntil }, hours);
    return at === null ? { do: 'withhold', reason: 'too_late' } : { do: 'wait', until: at, why: 'window' };
  }
  const obstacle = paused ? 'paused' : facts.contactBusy ? 'busy' : null;
  if (obstacle === null) return { do: 'send' };
  const pause = Math.min(Math.max((now - message.queuedAt) / 2, SOONEST_MS), LATEST_MS);
  return { do: 'wait', until: now + Math.ceil(pause), why: obstacle };
}

function reasonAgainst({ message, contact, practice, unasked }: QueuedClaimFacts): WithheldReason | null {
  if (unasked !== null && !unasked.patientActive) return 'inactive';
  if (contact.optedOut && !message.confirmsOptOut) return 'opted_out';
  // They came back meanwhile: that they hear no more is no longer true.
  if (!contact.optedOut && message.confirmsOptOut) return 'answered';
  if (contact.wrongNumber) return 'wrong_number';
  if (contact.invalid) return 'invalid_contact';
  if (contact.landline && message.channel === 'text') return 'landline';
  return practice.live || practice.rehearsalAllowed ? null : 'not_live';
}
