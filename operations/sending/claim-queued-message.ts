import type { PracticeTransaction } from '../../db/database.ts';
import { findPracticeState, isContactBusy, lockContactPointOfMessage, openAttempt } from '../../db/message-claims.ts';
import { lockQueuedMessage, type QueuedMessage } from '../../db/queued-messages.ts';
import { confirmsOptOut } from '../../domain/answers/acknowledgement.ts';
import { Fault, invariant } from '../../domain/fault.ts';
import { decideQueuedClaim } from '../../domain/planning/decide-queued-claim.ts';
import { handOverWithinMs, type ClaimEnd } from './claim.ts';
import { putOffAtClaim, withholdAtClaim } from './end-unclaimed.ts';
import { currentPlan } from '../planning/raise-plan.ts';

/**
 * The decisive moment of a message whose words were queued with it. Its subject's lock is held; under those of contact point and
 * message everything is read again, so what an opt-out committed before is seen here.
 */
export async function claimQueuedMessage(tx: PracticeTransaction, messageId: string): Promise<ClaimEnd> {
  await lockContactPointOfMessage(tx, messageId);
  const message = await lockQueuedMessage(tx, messageId);
  invariant(message !== null, 'a message whose subject is locked is there');
  if (message.state !== 'not_sent') return { claim: null, plan: await currentPlan(tx, message.subjectId) };

  const { contact, sender } = message;
  const [now, practice, contactBusy] = await Promise.all([
    tx.readClock(),
    findPracticeState(tx),
    isContactBusy(tx, contact.id, tx.now),
  ]);
  const decision = decideQueuedClaim({
    message: { ...message, confirmsOptOut: confirmsOptOut(message.slot) },
    contact,
    practice: {
      live: practice.live,
      rehearsalAllowed: practice.rehearsalContacts.includes(contact.address),
      channelPausedAt: practice.pausedAt[message.channel],
    },
    contactBusy,
    now,
  });
  if (decision.do === 'withhold') return withholdAtClaim(tx, message, decision.reason);
  if (decision.do === 'wait') return putOffAtClaim(tx, message, decision);

  const attemptId = await openAttempt(tx, {
    messageId,
    subjectId: message.subjectId,
    senderId: sender.id,
    contactPointId: contact.id,
    templateId: null,
    body: message.body,
    now,
    handOverBy: now + handOverWithinMs,
  });
  const claim = {
    subjectId: message.subjectId,
    attemptId,
    carrier: practice.carrier,
    from: sender.address,
    to: contact.address,
    words: wordsOf(message),
    usefulForMs: message.usefulUntil - now,
  };
  return { claim };
}

/** Whoever answers by voice or email is answered there at once, so only texts are queued. */
function wordsOf({ channel, body }: QueuedMessage) {
  if (channel === 'text') return { channel, body };
  throw new Fault('bad_input', `A queued message goes by text, not by ${channel}.`);
}
