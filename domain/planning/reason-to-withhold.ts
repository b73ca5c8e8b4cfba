import type { WithheldReason } from '../message-state.ts';
import { changeTold, kindOf, type KindRecord } from '../kinds.ts';
import { isKeptReminder } from './last-reminder.ts';
import { holdOn, isWithdrawn, noticeOf } from './notice.ts';
import type { Channel, EpochMs } from './plan.ts';
import type { PatientFacts, PlanningSettings, Step, VisitFacts } from './planning-facts.ts';
import { visitReason } from './visit-trigger.ts';
import { contactReason } from './usable-contact.ts';

/** The settings that decide it. */
export type WithholdingSettings = Pick<
  PlanningSettings,
  | 'steps'
  | 'kinds'
  | 'tells'
  | 'liveAt'
  | 'calendar'
  | 'stopOnAnswer'
  | 'earlyConfirmDays'
  | 'channelModes'
  | 'languages'
  | 'defaultLanguage'
>;

/** What decides whether a message may go at all, whenever. */
export interface WithholdingFacts {
  readonly step: Pick<Step, 'kind' | 'slot' | 'channel' | 'condition'>;
  /** Whether it stands in for another channel of its slot. */
  readonly isBackup: boolean;
  readonly visit: VisitFacts;
  /** Whether the visit still has the time that the message is about. */
  readonly sameOccurrence: boolean;
  readonly patient: PatientFacts;
  readonly settings: WithholdingSettings;
  readonly now: EpochMs;
}

/**
 * Why a message is not to be sent, or null. The plan and the send both ask here, so what one withholds the other does not let
 * through. The first reason that fits is the one that staff read.
 */
export function reasonToWithhold(facts: WithholdingFacts): WithheldReason | null {
  const { step, patient, settings } = facts;
  const kind = kindOf(settings.kinds, step.kind);
  return (
    visitReason(kind, { ...facts, liveAt: settings.liveAt }) ??
    (kind.on && isToBeTold(kind, settings) ? null : 'settings_changed') ??
    (facts.visit.excludedKinds.includes(step.kind) ? 'excluded' : null) ??
    heldBack(facts, kind) ??
    (patient.status === 'active' ? null : 'inactive') ??
    (isAnswered(facts, kind) ? 'answered' : null) ??
    (isChannelOff(facts) ? 'channel_off' : null) ??
    contactReason(patient.contacts[step.channel], patient.allows[step.channel], step.channel) ??
    (messageLanguage(settings, { ...step, words: noticeOf(facts.visit, step)?.words }, patient.language) === null
      ? 'no_template'
      : null)
  );
}

/** Whether the practice wants it told, where the kind tells of what the PMS changed. */
export function isToBeTold(kind: KindRecord, { tells }: Pick<PlanningSettings, 'tells'>): boolean {
  const change = changeTold(kind);
  return change === null || tells.includes(change);
}

/** Whether the patient said yes to the visit, to us or at the desk. */
export function isConfirmed(visit: Pick<VisitFacts, 'answer' | 'pms'>): boolean {
  return visit.answer === 'confirmed' || (visit.answer === 'none' && visit.pms === 'confirmed');
}

/** The channel whose words a patient's page shows. */
export const pageChannel: Channel = 'email';

/**
 * The patient's language where there are words in it, else the practice's; null where there are none in either. A text that holds only a
 * link needs what its page shows too, which is what a mail says. `words`: the name of those that were chosen.
 */
export function messageLanguage(
  { languages, defaultLanguage, kinds }: Pick<PlanningSettings, 'languages' | 'defaultLanguage' | 'kinds'>,
  { kind, channel, words }: Pick<Step, 'kind' | 'channel'> & { readonly words?: string | undefined },
  language: string,
): string | null {
  const written = (words === undefined ? undefined : languages.get(`${kind}/${words}`)) ?? languages.get(kind);
  const needed = channel === 'text' && kinds.get(kind)?.text === 'link' ? [channel, pageChannel] : [channel];
  return [language, defaultLanguage].find((one) => needed.every((by) => written?.[by].includes(one))) ?? null;
}

/** By a person: its notice was taken back, or what a group was told keeps the rest from going. */
function heldBack({ step, visit, settings: { kinds } }: WithholdingFacts, kind: KindRecord): WithheldReason | null {
  const notice = noticeOf(visit, step);
  if (notice !== undefined && isWithdrawn(notice, visit, kinds)) return 'staff';
  return holdOn(kind, visit, kinds)?.reason ?? null;
}

function isAnswered({ step, visit, settings }: WithholdingFacts, { endedBy }: KindRecord): boolean {
  switch (step.condition) {
    case 'always':
      return false;
    case 'confirmed':
      return visit.answer === 'declined';
    case 'unanswered':
      if (!settings.stopOnAnswer || endedBy === 'nothing') return false;
      if (endedBy === 'decline') return visit.answer === 'declined';
      if (visit.answer === 'none' && visit.pms !== 'confirmed') return false;
      return !isKeptReminder(step, visit, settings);
  }
}

/** A channel that is on as backup is off for what would go by it first. */
function isChannelOff({ step, isBackup, settings }: WithholdingFacts): boolean {
  const mode = settings.channelModes[step.channel];
  return mode === 'off' || (mode === 'backup' && !isBackup);
}
