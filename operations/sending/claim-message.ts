import { lockPatients, lockRecipient } from '../../db/claim-locks.ts';
import type { PracticeTransaction } from '../../db/database.ts';
import { openAttempt } from '../../db/message-claims.ts';
import { lockMessages, mergeMessages, type StoredMessage } from '../../db/planned-messages.ts';
import { invariant } from '../../domain/fault.ts';
import type { WithheldReason } from '../../domain/message-state.ts';
import { decideClaim } from '../../domain/planning/decide-claim.ts';
import { startsBackup } from '../../domain/planning/step-channels.ts';
import type { TemplateRenderer } from '../../domain/templates/render.ts';
import { claimable, claimFacts, isToPresentContact, readForClaim } from './claim-facts.ts';
import { chooseWords } from './claim-words.ts';
import { handOverWithinMs, type ClaimEnd } from './claim.ts';
import { endCallsAtClaim } from './end-calls.ts';
import { putOffAtClaim, withholdAtClaim } from './end-unclaimed.ts';
import { chooseMerged, stillMerged } from './merge-at-claim.ts';
import { planSubjects } from '../planning/plan-subjects.ts';
import { currentPlan, raisePlan } from '../planning/raise-plan.ts';

/**
 * The decisive moment of a message about a visit. Its subject is locked, and those of messages that may become one with it; under
 * the locks of patients, contact point and messages too, in this order, everything is read again, and the message is taken into
 * hand, put off, or withheld with its reason. Its commit stands in one order with those of every cancel, move and opt-out: what
 * committed before is seen here, what comes after finds the message `sending`. A message that is in hand or done already is left as
 * it is; one to a contact that is no longer on file is planned anew. One that goes takes those with it that become one with it.
 */
export async function claimMessage(
  tx: PracticeTransaction,
  { subjectIds, messageId }: { readonly subjectIds: readonly string[]; readonly messageId: string },
  renderer: TemplateRenderer,
): Promise<ClaimEnd> {
  const patientsOfSeveral = subjectIds.length > 1 ? await lockPatients(tx, subjectIds) : [];
  const recipient = await lockRecipient(tx, messageId);
  const messages = await lockMessages(tx, subjectIds);
  const message = messages.find(({ id }) => id === messageId);
  invariant(message !== undefined, 'a message does not change its subject');
  if (message.state !== 'not_sent' && message.retryAt === null) {
    return { claim: null, plan: await currentPlan(tx, message.subjectId) };
  }

  const patientIds = recipient === null ? [] : [recipient.patientId, ...patientsOfSeveral];
  const reads = await readForClaim(tx, message, recipient, { subjectIds, patientIds });
  const one = claimable(message, reads);
  if (!isToPresentContact(one)) return planAnew(tx, message);
  const mergeable = chooseMerged(message, messages, reads);
  const decision = decideClaim(claimFacts(one, messages, reads, mergeable));
  const withhold = (reason: WithheldReason): Promise<ClaimEnd> =>
    message.retryAt === null ? withholdWithBackup(tx, message, reason) : endCallsAtClaim(tx, message, messages, reason);
  if (decision.do === 'withhold') return withhold(decision.reason);
  if (decision.do === 'wait') return putOffAtClaim(tx, message, decision);

  invariant(recipient !== null, 'a message that may go has a contact point');
  const earlier = stillMerged(message, messages, reads);
  const words = await chooseWords(tx, one, [...earlier, ...mergeable], reads, renderer);
  if (typeof words === 'string') return withhold(words);

  const attemptId = await openAttempt(tx, {
    ...words,
    messageId,
    subjectId: message.subjectId,
    senderId: words.sender.id,
    contactPointId: recipient.id,
    now: reads.now,
    handOverBy: reads.now + handOverWithinMs,
  });
  await takeWithIt(
    tx,
    message,
    words.merged.filter((one) => !earlier.includes(one)),
  );
  const claim = {
    subjectId: message.subjectId,
    attemptId,
    carrier: reads.practice.carrier,
    from: words.sender.address,
    to: recipient.address,
    words: words.toHandOver,
    usefulForMs: Math.min(...[message, ...words.merged].map(({ usefulUntil }) => usefulUntil)) - reads.now,
  };
  return { claim };
}

/** Others that the message speaks for are withheld as merged into it; their own workflows learn of it by a signal. */
async function takeWithIt(
  tx: PracticeTransaction,
  message: StoredMessage,
  merged: readonly StoredMessage[],
): Promise<void> {
  if (merged.length === 0) return;
  const ids = merged.map(({ id }) => id);
  await mergeMessages(tx, ids, message.id);
  for (const { subjectId } of merged) {
    await raisePlan(tx, subjectId, { name: 'send', detail: { mergedInto: message.id } }, 'is to be signalled');
  }
}

/** The PMS has another number or address for the patient by now: the plan takes that, and what is due comes back at once. */
async function planAnew(tx: PracticeTransaction, message: StoredMessage): Promise<ClaimEnd> {
  await planSubjects(tx, [message.subjectId], { name: 'send', detail: { messageId: message.id, contact: 'changed' } });
  return { claim: null, plan: await currentPlan(tx, message.subjectId) };
}

/** What cannot go by its channel may have a backup: a new plan finds the same reason, and adds it. */
async function withholdWithBackup(
  tx: PracticeTransaction,
  message: StoredMessage,
  reason: WithheldReason,
): Promise<ClaimEnd> {
  if (startsBackup(reason)) {
    await planSubjects(tx, [message.subjectId], { name: 'send', detail: { messageId: message.id, withheld: reason } });
  }
  const end = await withholdAtClaim(tx, message, reason);
  // Without it perhaps nothing tells the patient of a time that the visit was moved to.
  if (reason === 'capped') {
    await planSubjects(tx, [message.subjectId], { name: 'send', detail: { messageId: message.id, withheld: reason } });
  }
  return end;
}
