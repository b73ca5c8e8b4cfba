import type { PracticeTransaction } from '../../db/database.ts';
import { findPracticeState, isContactBusy, lockContactPointOfMessage, openAttempt } from '../../db/message-claims.ts';
import { findPatientStanding } from '../../db/patients.ts';
import { lockQueuedMessage, type QueuedMessage } from '../../db/queued-messages.ts';
import { confirmsOptOut } from '../../domain/answers/acknowledgement.ts';
import { Fault, invariant } from '../../domain/fault.ts';
import { decideQueuedClaim } from '../../domain/planning/decide-queued-claim.ts';
import { deliveryHours } from '../../domain/planning/delivery-hours.ts';
import { handOverWithinMs, type ClaimEnd } from './claim.ts';
import { putOffAtClaim, withholdAtClaim } from './end-unclaimed.ts';
import { readPlanningSettings } from '../planning/planning-settings.ts';
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
  const [now, practice, contactBusy, unasked] = await Promise.all([
    tx.readClock(),
    findPracticeState(tx),
    isContactBusy(tx, contact.id, tx.now),
    message.inReplyTo === null ? whatBindsUnasked(tx, message) : null,
  ]);
  const decision = decideQueuedClaim({
    message: { ...message, confirmsOptOut: confirmsOptOut(message.slot) },
    contact,
    practice: {
      live: practice.live,
      rehearsalAllowed: practice.rehearsalContacts.includes(contact.address),
      channelPausedAt: practice.pausedAt[message.channel],
    },
    unasked,
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

/** The hours of the patient's facility, and whether the patient is one to write to still. */
async function whatBindsUnasked(tx: PracticeTransaction, { patientId, channel }: QueuedMessage) {
  invariant(patientId !== null, 'what staff write of themselves goes to a patient');
  const { facilityId, status } = await findPatientStanding(tx, patientId);
  // The hours are the facility's, whoever is seen there and for what.
  const { calendar } = (await readPlanningSettings(tx)).at({ facilityId, providerId: '', typeId: '' });
  return { hours: deliveryHours(calendar, { channel }), patientActive: status === 'active' };
}

/** Whoever answers by voice or email is answered there at once, so only texts are queued. */
function wordsOf({ channel, body }: QueuedMessage) {
  if (channel === 'text') return { channel, body, hasLink: false };
  throw new Fault('bad_input', `A queued message goes by text, not by ${channel}.`);
}
