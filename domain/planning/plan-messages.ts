import { MINUTE_MS } from '../zone-clock.ts';
import { decideTime, isHandedOver, type DecidedTime, type Draft } from './decide-time.ts';
import { parseOffset } from './offset.ts';
import type { EpochMs } from './plan.ts';
import type { Calendar, PlannedMessage, PlanningFacts, Step } from './planning-facts.ts';
import { isConfirmed, messageLanguage, reasonToWithhold, usableContact } from './reason-to-withhold.ts';
import { readWindow, type DeliveryHours } from './delivery-window.ts';
import { stepTime } from './step-time.ts';
import { spreadInMinute } from './spread.ts';

/**
 * Every message that should exist for a visit, with its time or the reason that it is withheld: one for each step, except
 * those whose message a carrier was already given. Planning what was planned before changes nothing.
 */
export function planMessages(facts: PlanningFacts): PlannedMessage[] {
  const drafts = facts.settings.steps.map((step) => draftOf(step, facts));
  const alone = drafts.map((draft) => ({ draft, time: decideTime(draft, isLastOfKind(draft, drafts), facts.now) }));
  const decided = alone.map((one) => (isOvertaken(one, alone) ? overtaken(one.draft, facts.now) : one));
  return decided
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
      answerableUntil: facts.visit.startsAt,
      withheld: time.withheld,
    }));
}

function draftOf(step: Step, facts: PlanningFacts): Draft {
  const { visit, patient, settings, now } = facts;
  const usefulUntil = visit.startsAt - Math.max(0, settings.minimumLeadMs);
  const timeFacts = {
    visitAt: visit.startsAt,
    offset: parseOffset(step.offset),
    beginDelivery: settings.calendar.beginDelivery,
    hours: deliveryHours(settings.calendar, step),
    usefulUntil,
  };
  const spread = (at: EpochMs): EpochMs =>
    spreadInMinute(at, { subjectId: facts.subjectId, slot: step.slot, usefulUntil });
  const time = stepTime(timeFacts);
  return {
    step,
    facts: timeFacts,
    time: { ...time, at: time.at === null ? null : spread(time.at) },
    past: facts.history.find((past) => slotOf(past) === slotOf(step)),
    reason: reasonToWithhold({ step, visit, sameOccurrence: true, patient, settings, now }),
    waitsForConfirmation: step.condition === 'confirmed' && !isConfirmed(visit),
    spread,
  };
}

/** When messages of a step's channel may go. */
export function deliveryHours(calendar: Calendar, step: Pick<Step, 'channel'>): DeliveryHours {
  const { zone, openDays, closures, windows } = calendar;
  return { zone, openDays, closures, window: readWindow(windows[step.channel] ?? null), windowZone: zone };
}

/** Whether no later step of the kind went or still can, so that this one is all that is left. */
function isLastOfKind(draft: Draft, drafts: readonly Draft[]): boolean {
  return !drafts.some(
    (other) =>
      comesAfter(other, draft, drafts) &&
      (isHandedOver(other.past) || (other.reason === null && !other.waitsForConfirmation)),
  );
}

interface Decided {
  readonly draft: Draft;
  readonly time: DecidedTime;
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
  return messageLanguage(patient.language, settings.languages[step.channel]) ?? patient.language;
}

/** Where none can be used, the first that is known: what is learnt of it concerns this message. */
function contactPointOf(step: Step, { patient }: PlanningFacts): string | null {
  const contacts = patient.contacts[step.channel];
  const known = contacts.find((contact) => contact !== 'invalid');
  return (usableContact(contacts, step.channel) ?? known)?.id ?? null;
}
