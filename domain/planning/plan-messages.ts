import { changeTold, goesBefore, kindOf } from '../kinds.ts';
import type { WithheldReason } from '../message-state.ts';
import { MINUTE_MS } from '../zone-clock.ts';
import { spreadOut, timesOfNotice, timesOfStep } from './draft-times.ts';
import { decideTime, type DecidedTime, type Draft } from './decide-time.ts';
import { deliveryHours } from './delivery-hours.ts';
import { holdOn, isAboutNow, isWithdrawn, noticeOf } from './notice.ts';
import { isFinal, isHandedOver } from './past-message.ts';
import type { Channel, EpochMs } from './plan.ts';
import type { PastMessage, PlannedMessage, PlanningFacts, Step } from './planning-facts.ts';
import { isConfirmed, isToBeTold, messageLanguage, reasonToWithhold } from './reason-to-withhold.ts';
import { isOverByNow, needsBackup, reasonPassedOn, stepChannels, wordCame } from './step-channels.ts';
import { afterGrace, stepTime } from './step-time.ts';
import { callsFor } from './visit-trigger.ts';
import { usableContact } from './usable-contact.ts';

/**
 * Every message that should exist for a visit, a recall or an order, with its time or the reason that it is withheld: one for each step, and one more
 * for each channel that stands in for one that cannot be used, failed, or stayed without word. Those that a carrier was already
 * given are left out. Planning what was planned before changes nothing.
 */
export function planMessages(facts: PlanningFacts): PlannedMessage[] {
  const steps = facts.settings.steps.filter((step) => isCalledFor(step, facts));
  const routes = [...steps, ...noticeSteps(facts)].map((step) => routeOf(step, facts));
  let decided = decideAll(routes, facts.now);
  // What becomes of a message may hang on the backups of other steps, so all are decided anew with each that is added.
  while (addBackups(routes, decided, facts)) decided = decideAll(routes, facts.now);
  return [...decided, ...routes.flatMap((route) => noLongerNeeded(route, facts))]
    .filter(({ draft }) => !isHandedOver(draft.past))
    .map(({ draft, time }) => ({
      kind: draft.step.kind,
      slot: draft.step.slot,
      channel: draft.step.channel,
      language: languageOf(draft.step, facts),
      contactPointId: contactPointOf(draft.step, facts),
      computedAt: draft.time.computedAt,
      sendAt: time.sendAt,
      movedBy: time.movedBy,
      usefulUntil: draft.facts.usefulUntil,
      answerableUntil: answerableUntil(draft, facts),
      backupOf: draft.backupOf,
      withheld: time.withheld,
      heldBy: heldBy(draft, time, facts),
    }));
}

/** A step that the visit does not call for, or no longer, has only the messages that it has. */
function isCalledFor(step: Step, { visit, settings, history }: PlanningFacts): boolean {
  const kind = kindOf(settings.kinds, step.kind);
  if (visit.starts.has(kind.startsFrom) && callsFor(kind, visit)) return true;
  return history.some((past) => past.kind === step.kind && past.slot === step.slot);
}

/** What was decided once to be told of the visit, as a step of its own alone. */
function noticeSteps({ visit, history, settings }: PlanningFacts): Step[] {
  const { kinds } = settings;
  return visit.notices
    .filter((notice) => {
      const kind = kindOf(kinds, notice.kind);
      if (changeTold(kind) !== null && !(kind.on && isToBeTold(kind, settings))) return false;
      if (history.some((past) => noticeOf({ notices: [notice] }, past) !== undefined)) return true;
      return isAboutNow(notice, visit.startsAt) && !notice.isTold && !isWithdrawn(notice, visit, kinds);
    })
    .map(({ kind, slot, channel }) => ({
      ...{ kind, slot, channel, offset: 'PT0S', condition: 'always' as const },
      backups: everyChannel.filter((other) => other !== channel),
    }));
}

const everyChannel: readonly Channel[] = ['text', 'voice', 'email'];

/** A step with the channels that it may go by, and the drafts for those that it has come to. */
interface Route {
  readonly step: Step;
  readonly channels: readonly Channel[];
  readonly drafts: Draft[];
}

function routeOf(step: Step, facts: PlanningFacts): Route {
  const channels = stepChannels(step, facts.patient, facts.settings, facts.history);
  const [first = step.channel] = channels;
  return { step, channels, drafts: [draftOf(step, first, facts, noBackup)] };
}

/** Adds the next channel of each step whose last one asks for it; says whether there was any. */
function addBackups(routes: readonly Route[], decided: readonly Decided[], facts: PlanningFacts): boolean {
  const added = routes.map(({ step, channels, drafts }) => {
    const next = channels[drafts.length];
    const last = decided.find(({ draft }) => draft === drafts.at(-1));
    if (next === undefined || last === undefined) return false;
    const backedUp = { ...last.draft, withheld: last.time.withheld };
    const pastOfNext = pastOf({ ...step, channel: next }, facts);
    if (!needsBackup(backedUp, pastOfNext)) return false;
    const of = last.draft.step.channel;
    const startsLate = isOverByNow(backedUp.past, facts.now);
    drafts.push(draftOf(step, next, facts, { of, startsLate, reason: reasonPassedOn(backedUp) }));
    return true;
  });
  return added.includes(true);
}

/** A backup that waits while word came of the message that it was to stand in for: that one says all there is to say. */
function noLongerNeeded({ step, channels, drafts }: Route, facts: PlanningFacts): Decided[] {
  const last = drafts.at(-1)?.past;
  const next = channels[drafts.length];
  if (last === undefined || next === undefined || !wordCame(last)) return [];
  const draft = draftOf(step, next, facts, { ...noBackup, of: last.channel });
  if (draft.past?.state !== 'not_sent') return [];
  return [{ draft, time: { sendAt: draft.past.sendAt, movedBy: draft.past.movedBy, withheld: 'merged' } }];
}

interface Backup {
  readonly of: Channel | null;
  readonly startsLate: boolean;
  readonly reason: WithheldReason | null;
}

const noBackup: Backup = { of: null, startsLate: false, reason: null };

function draftOf(whole: Step, channel: Channel, facts: PlanningFacts, backup: Backup): Draft {
  const { visit, patient, settings, now } = facts;
  const step = { ...whole, channel };
  const notice = noticeOf(visit, step);
  const hours = deliveryHours(settings.calendar, step);
  const { lateUntil, ...timeFacts } =
    notice === undefined ? timesOfStep(step, hours, facts) : timesOfNotice(notice, hours, facts);
  const spread = (at: EpochMs): EpochMs =>
    spreadOut(at, timeFacts, { ...facts, slot: notice === undefined ? step.slot : null });
  const time = stepTime(timeFacts);
  const isBackup = backup.of !== null;
  return {
    step,
    backupOf: backup.of,
    // What was decided once goes for as long as it is of use.
    startsLate: backup.startsLate || notice !== undefined,
    isOfDay: visit.usefulUntil !== null,
    lateUntil,
    facts: timeFacts,
    // Its own second may lie within the grace where its minute does not.
    time: afterGrace({ ...time, at: time.at === null ? null : spread(time.at) }, timeFacts),
    past: pastOf(step, facts),
    reason: reasonToWithhold({ step, isBackup, visit, sameOccurrence: true, patient, settings, now }) ?? backup.reason,
    waitsForConfirmation: step.condition === 'confirmed' && !isConfirmed(visit),
    spread,
  };
}

/** The group that a message is held back by: it is, or its time passed while it was. */
function heldBy({ step, past, reason }: Draft, { withheld }: DecidedTime, facts: PlanningFacts): string | null {
  const { visit, settings } = facts;
  if (withheld === null || isFinal(past)) return null;
  const hold = holdOn(kindOf(settings.kinds, step.kind), visit, settings.kinds);
  if (hold !== null && reason === withheld && hold.reason === withheld) return hold.groupId;
  return past?.reason === withheld ? past.heldBy : null;
}

function pastOf(step: Pick<Step, 'kind' | 'slot' | 'channel'>, { history }: PlanningFacts): PastMessage | undefined {
  return history.find((past) => slotOf(past) === slotOf(step));
}

interface Decided {
  readonly draft: Draft;
  readonly time: DecidedTime;
}

function decideAll(routes: readonly Route[], now: EpochMs): Decided[] {
  const drafts = routes.flatMap((route) => route.drafts);
  const alone = drafts.map((draft) => ({ draft, time: decideTime(draft, isLastOfKind(draft, drafts, now), now) }));
  return alone.map((one) => (isOvertaken(one, alone) ? overtaken(one.draft, now) : one));
}

/**
 * Whether no later step of the kind went or still can, so that this one is all that is left. Of a day, whose messages say the same
 * at any time, only a step whose time has come goes in its place.
 */
function isLastOfKind(draft: Draft, drafts: readonly Draft[], now: EpochMs): boolean {
  return !drafts.some(
    (other) =>
      comesAfter(other, draft, drafts) &&
      (!draft.isOfDay || other.time.computedAt <= now) &&
      (isHandedOver(other.past) || (other.reason === null && !other.waitsForConfirmation)),
  );
}

/** Never two of one kind at once: an earlier step that would go in the minute of a later one, or after it, is too late. */
function isOvertaken({ draft, time }: Decided, decided: readonly Decided[]): boolean {
  if (time.withheld !== null || isHandedOver(draft.past)) return false;
  const drafts = decided.map((other) => other.draft);
  return decided.some(
    (other) =>
      comesAfter(other.draft, draft, drafts) &&
      other.time.withheld === null &&
      !other.draft.waitsForConfirmation &&
      Math.floor(time.sendAt / MINUTE_MS) >= Math.floor(other.time.sendAt / MINUTE_MS),
  );
}

function overtaken(draft: Draft, now: EpochMs): Decided {
  return { draft, time: decideTime({ ...draft, reason: 'too_late' }, false, now) };
}

/** By the times that their offsets name, then in the order of the settings. */
function comesAfter(other: Draft, draft: Draft, drafts: readonly Draft[]): boolean {
  if (!isOneKind(other.step.kind, draft.step.kind) || other === draft) return false;
  const apart = other.time.computedAt - draft.time.computedAt;
  return apart === 0 ? drafts.indexOf(other) > drafts.indexOf(draft) : apart > 0;
}

function slotOf(message: { readonly kind: string; readonly slot: string; readonly channel: string }): string {
  return `${message.kind}/${message.slot}/${message.channel}`;
}

function isOneKind(kind: string, other: string): boolean {
  return kind === other;
}

function languageOf(step: Step, { visit, patient, settings }: PlanningFacts): string {
  const words = noticeOf(visit, step)?.words;
  return messageLanguage(settings, { ...step, words }, patient.language) ?? patient.language;
}

/** What follows a visit up is answered while it is of use itself; what tells a new time, until that. */
function answerableUntil({ step, facts: { usefulUntil } }: Draft, { visit, settings }: PlanningFacts): EpochMs {
  const notice = noticeOf(visit, step);
  if (notice !== undefined) return notice.toldAt - settings.textExpirationMs;
  if (!goesBefore(kindOf(settings.kinds, step.kind))) return usefulUntil;
  return visit.startsAt - settings.textExpirationMs;
}

/** Where none can be used, the first that is known: what is learnt of it concerns this message. */
function contactPointOf(step: Step, { patient }: PlanningFacts): string | null {
  const contacts = patient.contacts[step.channel];
  const known = contacts.find((contact) => contact !== 'invalid');
  return (usableContact(contacts, step.channel) ?? known)?.id ?? null;
}
