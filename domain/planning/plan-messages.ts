import { goesBefore, kindOf } from '../kinds.ts';
import type { WithheldReason } from '../message-state.ts';
import { MINUTE_MS, zoneClock } from '../zone-clock.ts';
import { decideTime, type DecidedTime, type Draft } from './decide-time.ts';
import { deliveryHours } from './delivery-hours.ts';
import { allowedAround } from './delivery-window.ts';
import { applyOffset, parseOffset } from './offset.ts';
import { isHandedOver } from './past-message.ts';
import type { Channel, EpochMs } from './plan.ts';
import type { PastMessage, PlannedMessage, PlanningFacts, Step } from './planning-facts.ts';
import { isConfirmed, messageLanguage, reasonToWithhold } from './reason-to-withhold.ts';
import { spreadAfterOpening, spreadInMinute } from './spread.ts';
import { isOverByNow, needsBackup, reasonPassedOn, stepChannels, wordCame } from './step-channels.ts';
import {
  afterGrace,
  LATE_AFTER_MS,
  LATE_LEAD_MS,
  stepTime,
  USEFUL_AFTER_MS,
  type Grace,
  type StepTimeFacts,
} from './step-time.ts';
import { callsFor } from './visit-trigger.ts';
import { usableContact } from './usable-contact.ts';

/**
 * Every message that should exist for a visit, a recall or an order, with its time or the reason that it is withheld: one for each step, and one more
 * for each channel that stands in for one that cannot be used, failed, or stayed without word. Those that a carrier was already
 * given are left out. Planning what was planned before changes nothing.
 */
export function planMessages(facts: PlanningFacts): PlannedMessage[] {
  const routes = facts.settings.steps.filter((step) => isCalledFor(step, facts)).map((step) => routeOf(step, facts));
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
    }));
}

/** A step that the visit does not call for, or no longer, has only the messages that it has. */
function isCalledFor(step: Step, { visit, settings, history }: PlanningFacts): boolean {
  const kind = kindOf(settings.kinds, step.kind);
  if (visit.starts.has(kind.startsFrom) && callsFor(kind, visit)) return true;
  return history.some((past) => past.kind === step.kind && past.slot === step.slot);
}

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

function draftOf(ofSettings: Step, channel: Channel, facts: PlanningFacts, backup: Backup): Draft {
  const { visit, patient, settings, now } = facts;
  const step = { ...ofSettings, channel };
  const kind = kindOf(settings.kinds, step.kind);
  const isBefore = goesBefore(kind);
  const offset = parseOffset(step.offset);
  const visitAt = isBefore ? visit.startsAt : visit.endsAt;
  const afterIt = applyOffset(offset, visitAt, zoneClock(settings.calendar.zone));
  const usefulUntil =
    visit.usefulUntil ?? (isBefore ? visit.startsAt - Math.max(0, settings.minimumLeadMs) : afterIt + USEFUL_AFTER_MS);
  const timeFacts = {
    visitAt,
    offset,
    fromClosedDay: kind.fromClosedDay,
    // A day has no minute of its own: its messages begin when the window opens.
    beginDelivery: visit.usefulUntil === null ? settings.calendar.beginDelivery : ('earliest' as const),
    hours: deliveryHours(settings.calendar, step),
    usefulUntil,
    grace: isBefore ? graceOf(facts) : undefined,
  };
  const spread = (at: EpochMs): EpochMs => spreadOut(at, step, timeFacts, facts);
  const time = stepTime(timeFacts);
  const isBackup = backup.of !== null;
  return {
    step,
    backupOf: backup.of,
    startsLate: backup.startsLate,
    isOfDay: visit.usefulUntil !== null,
    lateUntil: isBefore ? visitAt - LATE_LEAD_MS : lateUntilAfter(step, afterIt, facts),
    facts: timeFacts,
    // Its own second may lie within the grace where its minute does not.
    time: afterGrace({ ...time, at: time.at === null ? null : spread(time.at) }, timeFacts),
    past: pastOf(step, facts),
    reason: reasonToWithhold({ step, isBackup, visit, sameOccurrence: true, patient, settings, now }) ?? backup.reason,
    waitsForConfirmation: step.condition === 'confirmed' && !isConfirmed(visit),
    spread,
  };
}

/**
 * Whole minutes, since messages are given to minutes. None where the PMS does not tell when the visit was booked or moved: what a
 * nightly file says is hours old.
 */
function graceOf({ visit: { bookedAt }, settings: { bookingGraceMs } }: PlanningFacts): Grace | undefined {
  if (bookedAt === null || bookingGraceMs === 0) return undefined;
  return {
    from: Math.floor(bookedAt / MINUTE_MS) * MINUTE_MS,
    until: Math.ceil((bookedAt + bookingGraceMs) / MINUTE_MS) * MINUTE_MS,
  };
}

/**
 * Of a day, as long as it is of use; but one that was written about gets a step that is new for a week after its time, since else
 * all that were ever written about would get it at once.
 */
function lateUntilAfter({ kind }: Step, at: EpochMs, { visit, history }: PlanningFacts): EpochMs {
  if (visit.usefulUntil === null) return at + LATE_AFTER_MS;
  const isInProgress = history.some((past) => past.kind === kind && isHandedOver(past));
  return isInProgress ? Math.min(visit.usefulUntil, at + USEFUL_AFTER_MS) : visit.usefulUntil;
}

/** Where delivery is Earliest, the opening of the window is everybody's time; other times are shared by the visits of a minute. */
function spreadOut(
  at: EpochMs,
  step: Step,
  { beginDelivery, hours, usefulUntil }: StepTimeFacts,
  facts: PlanningFacts,
): EpochMs {
  const { subjectId, patientId } = facts;
  const open = beginDelivery === 'earliest' && hours.window !== null ? allowedAround(at, hours) : null;
  return open !== null && open.from === at
    ? spreadAfterOpening(at, { patientId, closesAt: open.until - 1, usefulUntil })
    : spreadInMinute(at, { subjectId, slot: step.slot, usefulUntil });
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

function languageOf(step: Step, { patient, settings }: PlanningFacts): string {
  return messageLanguage(settings, step, patient.language) ?? patient.language;
}

/** What follows a visit up is answered while it is of use itself. */
function answerableUntil({ step, facts: { usefulUntil } }: Draft, { visit, settings }: PlanningFacts): EpochMs {
  if (!goesBefore(kindOf(settings.kinds, step.kind))) return usefulUntil;
  return visit.startsAt - settings.textExpirationMs;
}

/** Where none can be used, the first that is known: what is learnt of it concerns this message. */
function contactPointOf(step: Step, { patient }: PlanningFacts): string | null {
  const contacts = patient.contacts[step.channel];
  const known = contacts.find((contact) => contact !== 'invalid');
  return (usableContact(contacts, step.channel) ?? known)?.id ?? null;
}
