import type { ByCarrier, Channels, HandOverEnd } from '../../channels/channel.ts';
import type { Database } from '../../db/database.ts';
import type { Plan } from '../../domain/planning/plan.ts';
import type { Links } from '../../domain/links/links.ts';
import type { TemplateRenderer } from '../../domain/templates/render.ts';
import { claimBySubject } from './claim-by-subject.ts';
import { handOverWithinMs, type Claim } from './claim.ts';
import { withLinks } from './email-words.ts';
import { currentPlan } from '../planning/raise-plan.ts';
import { settleAttempt, type AttemptEnd } from './settle-attempt.ts';

export interface SendDependencies {
  readonly db: Database;
  readonly channels: ByCarrier<Channels>;
  readonly renderer: TemplateRenderer;
  /** What an email's buttons lead to. */
  readonly links: Links;
  /** Milliseconds of a clock that never goes back. */
  readonly monotonicNow: () => number;
}

/** A practice whose carrier has no account here tries again later; nothing was handed over. */
const noAccountRetryMs = 5 * 60_000;

/**
 * Sends one message: claim, hand over, record. Returns the plan as it then stands, in which what must wait is an entry again.
 * Called a second time for the same message it finds it in hand and hands nothing over: an end in doubt is for the carrier's
 * callback or its list to settle.
 */
export async function sendMessage(
  deps: SendDependencies,
  request: { readonly practiceId: string; readonly messageId: string },
): Promise<Plan> {
  const { practiceId, messageId } = request;
  const started = deps.monotonicNow();
  const claimed = await deps.db.inPractice(practiceId, (tx) => claimBySubject(tx, messageId, deps.renderer));
  if (claimed.claim === null) return claimed.plan;
  const { claim } = claimed;

  // The time that the claim itself took counts against the hand-over, so that no clock but this one is needed to keep to it.
  const writeWithinMs = handOverWithinMs - (deps.monotonicNow() - started);
  const end = await handOver(deps, claim, { practiceId, messageId, writeWithinMs });
  return deps.db.inPractice(practiceId, async (tx) => {
    await settleAttempt(tx, claim.attemptId, toAttemptEnd(end, tx.now));
    return currentPlan(tx, claim.subjectId);
  });
}

async function handOver(
  deps: SendDependencies,
  claim: Claim,
  ids: { readonly practiceId: string; readonly messageId: string; readonly writeWithinMs: number },
): Promise<HandOverEnd> {
  const channel = deps.channels[claim.carrier][claim.words.channel];
  if (channel === null) return { end: 'not_taken', code: 'no_carrier_account', retryInMs: noAccountRetryMs };
  return channel.handOver({
    ids: { practiceId: ids.practiceId, messageId: ids.messageId, attemptId: claim.attemptId },
    from: claim.from,
    to: claim.to,
    words: withLinks(claim.words, deps.links, ids.messageId),
    usefulForMs: claim.usefulForMs,
    writeWithinMs: ids.writeWithinMs,
  });
}

function toAttemptEnd(end: HandOverEnd, now: number): AttemptEnd {
  switch (end.end) {
    case 'not_taken':
      return { end: 'not_taken', code: end.code, retryAt: now + end.retryInMs, by: 'response' };
    case 'ambiguous':
      return end;
    default:
      return { ...end, by: 'response' };
  }
}
