import type { PracticeTransaction } from '../../db/database.ts';
import { postponeMessage } from '../../db/message-claims.ts';
import { withholdMessages } from '../../db/planned-messages.ts';
import type { WithheldReason } from '../../domain/message-state.ts';
import type { EpochMs } from '../../domain/planning/plan.ts';
import type { ClaimEnd } from './claim.ts';
import { currentPlan, raisePlan } from '../planning/raise-plan.ts';

/** A message that its send has locked, with its subject. */
export interface MessageInSend {
  readonly id: string;
  readonly subjectId: string;
}

/** Withholds the message for good. */
export async function withholdAtClaim(
  tx: PracticeTransaction,
  message: MessageInSend,
  reason: WithheldReason,
): Promise<ClaimEnd> {
  // A plan that was made again just now may have withheld it already.
  const withheld = await withholdMessages(tx, [message.id], reason);
  if (withheld > 0) await raiseAtClaim(tx, message, { withheld: reason });
  return { claim: null, plan: await currentPlan(tx, message.subjectId) };
}

/** Puts the message off. One that is simply not due yet has its time already. */
export async function putOffAtClaim(
  tx: PracticeTransaction,
  message: MessageInSend,
  { until, why }: { readonly until: EpochMs; readonly why: string },
): Promise<ClaimEnd> {
  if (why !== 'not_due') {
    await postponeMessage(tx, message.id, until, why);
    await raiseAtClaim(tx, message, { waits: why });
  }
  return { claim: null, plan: await currentPlan(tx, message.subjectId) };
}

/** The plan's next version, which the workflow is handed as the result of its send. */
export function raiseAtClaim(
  tx: PracticeTransaction,
  message: MessageInSend,
  detail: Record<string, string>,
): Promise<void> {
  const cause = { name: 'send', detail: { messageId: message.id, ...detail } } as const;
  return raisePlan(tx, message.subjectId, cause, 'is handed it');
}
