import { endCalls } from '../../db/calls.ts';
import type { PracticeTransaction } from '../../db/database.ts';
import type { StoredMessage } from '../../db/planned-messages.ts';
import type { WithheldReason } from '../../domain/message-state.ts';
import type { ClaimEnd } from './claim.ts';
import { raiseAtClaim } from './end-unclaimed.ts';
import { planSubjects } from '../planning/plan-subjects.ts';
import { currentPlan } from '../planning/raise-plan.ts';

/**
 * Makes no further call for a message: it ends as its last call did, and where that counts as a failure another channel may stand in,
 * for each visit that it spoke of. The subjects of `messages` are locked.
 */
export async function endCallsAtClaim(
  tx: PracticeTransaction,
  message: StoredMessage,
  messages: readonly StoredMessage[],
  reason: WithheldReason,
): Promise<ClaimEnd> {
  await endCalls(tx, message.id);
  await raiseAtClaim(tx, message, { noFurtherCall: reason });
  const merged = messages.filter(({ carriedBy }) => carriedBy?.id === message.id).map(({ subjectId }) => subjectId);
  const subjectIds = [...new Set([message.subjectId, ...merged])];
  await planSubjects(tx, subjectIds, { name: 'send', detail: { messageId: message.id, noFurtherCall: reason } });
  return { claim: null, plan: await currentPlan(tx, message.subjectId) };
}
