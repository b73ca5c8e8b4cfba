import type { PracticeTransaction } from '../db/database.ts';
import {
  findPracticeState,
  findSender,
  findTemplate,
  findVisitWords,
  hasOpenAttempt,
  lockContactPointOfMessage,
  openAttempt,
  type PracticeState,
} from '../db/message-claims.ts';
import { lockMessages, type StoredMessage } from '../db/planned-messages.ts';
import { findVisits, type VisitRow } from '../db/visits.ts';
import { Fault, invariant } from '../domain/fault.ts';
import { decideClaim, type ClaimDecision } from '../domain/planning/decide-claim.ts';
import { isConfirmed, messageLanguage } from '../domain/planning/reason-to-withhold.ts';
import type { PlanningSettings, Step } from '../domain/planning/planning-facts.ts';
import type { EpochMs } from '../domain/planning/plan.ts';
import { fieldWords } from '../domain/templates/fields.ts';
import type { TemplateRenderer } from '../domain/templates/render.ts';
import { handOverWithinMs, type ClaimEnd, type ClaimedWords } from './claim.ts';
import { claimedEmail, type EmailFacts } from './email-words.ts';
import { putOffAtClaim, raiseAtClaim, withholdAtClaim } from './end-unclaimed.ts';
import { patientFacts, visitFacts } from './plan-facts.ts';
import { readPlanningSettings } from './planning-settings.ts';
import { currentPlan } from './raise-plan.ts';

/**
 * The decisive moment of a message about a visit, whose subject is locked. Under the locks of contact point and message too,
 * everything is read again, and the message is taken into hand, put off, or withheld with its reason. Its commit stands in one
 * order with those of every cancel, move and opt-out: what committed before is seen here, what comes after finds the message
 * `sending`. A message that is in hand or done already is left as it is.
 */
export async function claimMessage(
  tx: PracticeTransaction,
  { subjectId, messageId }: { readonly subjectId: string; readonly messageId: string },
  renderer: TemplateRenderer,
): Promise<ClaimEnd> {
  const contact = await lockContactPointOfMessage(tx, messageId);
  const siblings = await lockMessages(tx, [subjectId]);
  const message = siblings.find(({ id }) => id === messageId);
  invariant(message !== undefined, 'a message does not change its subject');
  if (message.state !== 'not_sent') return { claim: null, plan: await currentPlan(tx, subjectId) };

  const [now, facts] = await Promise.all([tx.readClock(), readFacts(tx, message, contact)]);
  const decision = decide(message, siblings, facts, now);
  if (decision.do === 'withhold') return withholdAtClaim(tx, message, decision.reason);
  if (decision.do === 'wait') return putOffAtClaim(tx, message, decision);

  invariant(contact !== null, 'a message that may go has a contact point');
  const words = await chooseWords(tx, message, facts, renderer);
  if (words === null) return withholdAtClaim(tx, message, 'no_template');
  const sender = await findSender(tx, message.channel, facts.visit.facilityId);
  if (sender === null) return withholdAtClaim(tx, message, 'channel_off');

  const attemptId = await openAttempt(tx, {
    ...words,
    messageId,
    senderId: sender.id,
    contactPointId: contact.id,
    now,
    handOverBy: now + handOverWithinMs,
  });
  await raiseAtClaim(tx, message, { attemptId });
  const claim = {
    subjectId,
    attemptId,
    carrier: facts.practice.carrier,
    from: sender.address,
    to: contact.address,
    words: words.toHandOver,
    usefulForMs: message.usefulUntil - now,
  };
  return { claim };
}

interface ClaimFacts {
  readonly visit: VisitRow;
  readonly settings: PlanningSettings;
  readonly practice: PracticeState;
  readonly allowListed: boolean;
  readonly contactBusy: boolean;
}

async function readFacts(
  tx: PracticeTransaction,
  message: StoredMessage,
  contact: { readonly id: string; readonly address: string } | null,
): Promise<ClaimFacts> {
  // None waits for another, so they travel together.
  const [[visit], settingsByFacility, practice, contactBusy] = await Promise.all([
    findVisits(tx, [message.subjectId]),
    readPlanningSettings(tx),
    findPracticeState(tx),
    contact === null ? false : hasOpenAttempt(tx, contact.id),
  ]);
  invariant(visit !== undefined, 'a subject has its visit');
  const settings = settingsByFacility.get(visit.facilityId);
  invariant(settings !== undefined, 'a facility has its settings');
  return {
    visit,
    settings,
    practice,
    allowListed: contact !== null && practice.rehearsalContacts.includes(contact.address),
    contactBusy,
  };
}

function decide(
  message: StoredMessage,
  siblings: readonly StoredMessage[],
  { visit, settings, practice, allowListed, contactBusy }: ClaimFacts,
  now: EpochMs,
): ClaimDecision {
  const step = stepOf(message, settings);
  return decideClaim({
    message: { ...message, condition: step?.condition ?? 'unanswered' },
    visit: visitFacts(visit),
    sameOccurrence: message.occurrence === visit.startsAt,
    patient: patientFacts(visit, settings.contacts),
    settings,
    practice: {
      live: practice.live,
      rehearsalAllowed: allowListed,
      channelPausedAt: practice.pausedAt[message.channel],
    },
    feed: {
      ageMs: practice.copyFrom === null ? null : now - practice.copyFrom,
      pauseAfterMs: practice.feedPauseAfterMs,
    },
    laterStepDue: siblings.some((other) => isLaterAndDue(other, message, now) && mayGo(other, visit, settings)),
    contactBusy,
    now,
  });
}

/** A courtesy reminder that waits for a confirmation takes nothing's place before there is one. */
function mayGo(message: StoredMessage, visit: VisitRow, settings: PlanningSettings): boolean {
  return stepOf(message, settings)?.condition !== 'confirmed' || isConfirmed(visit);
}

function stepOf(message: StoredMessage, { steps }: PlanningSettings): Step | undefined {
  return steps.find(({ kind, slot }) => kind === message.kind && slot === message.slot);
}

function isLaterAndDue(other: StoredMessage, message: StoredMessage, now: EpochMs): boolean {
  return (
    other.kind === message.kind &&
    other.occurrence === message.occurrence &&
    other.computedAt > message.computedAt &&
    other.state === 'not_sent' &&
    other.sendAt <= now
  );
}

/** What is stored with the message, and the same as its channel takes it. */
interface ChosenWords {
  readonly templateId: string;
  readonly subjectLine: string | null;
  readonly body: string;
  readonly toHandOver: ClaimedWords;
}

/** The words that go out; null where there are none, or where what staff wrote cannot be used. */
async function chooseWords(
  tx: PracticeTransaction,
  message: StoredMessage,
  facts: ClaimFacts,
  renderer: TemplateRenderer,
): Promise<ChosenWords | null> {
  const language = messageLanguage(message.language, facts.settings.languages[message.channel]);
  const template = language === null ? null : await findTemplate(tx, message.kind, message.channel, language);
  if (language === null || template === null) return null;
  const visit = await findVisitWords(tx, message.subjectId);
  const practice = { nameInMessages: facts.practice.name, phone: facts.practice.phone };
  try {
    const words = fieldWords({ ...visit, practice, language });
    const body = renderer.render(template.body, words);
    const subjectLine = template.subjectLine === null ? null : renderer.render(template.subjectLine, words);
    const email = { subjectId: message.subjectId, language, practice: facts.practice, visits: [visit] };
    return {
      templateId: template.id,
      subjectLine,
      body,
      toHandOver: wordsToHandOver(message, { subjectLine, body }, { ...email, asks: !isConfirmed(facts.visit) }),
    };
  } catch (error) {
    if (error instanceof Fault && error.code === 'bad_input') return null;
    throw error;
  }
}

/** As the channel takes them. */
function wordsToHandOver(
  { channel }: StoredMessage,
  { subjectLine, body }: { readonly subjectLine: string | null; readonly body: string },
  facts: EmailFacts,
): ClaimedWords {
  if (channel === 'text') return { channel, body };
  if (channel === 'email' && subjectLine !== null) return claimedEmail({ subjectLine, body }, facts);
  throw new Fault('bad_input', `Messages by ${channel} cannot be sent yet.`);
}
