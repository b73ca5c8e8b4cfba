import type { WithheldReason } from '../message-state.ts';
import { kindOf, type KindRecord } from '../kinds.ts';
import { isKeptReminder } from './last-reminder.ts';
import type { Channel, EpochMs } from './plan.ts';
import type { PatientFacts, PlanningSettings, Step, VisitFacts } from './planning-facts.ts';
import { visitReason } from './visit-trigger.ts';
import { contactReason } from './usable-contact.ts';

/** The settings that decide it. */
export type WithholdingSettings = Pick<
  PlanningSettings,
  | 'steps'
  | 'kinds'
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
    (kind.on ? null : 'settings_changed') ??
    (facts.visit.excludedKinds.includes(step.kind) ? 'excluded' : null) ??
    (patient.status === 'active' ? null : 'inactive') ??
    (isAnswered(facts, kind) ? 'answered' : null) ??
    (isChannelOff(facts) ? 'channel_off' : null) ??
    contactReason(patient.contacts[step.channel], patient.allows[step.channel], step.channel) ??
    (messageLanguage(settings, step, patient.language) === null ? 'no_template' : null)
  );
}

/** Whether the patient said yes to the visit, to us or at the desk. */
export function isConfirmed(visit: Pick<VisitFacts, 'answer' | 'pms'>): boolean {
  return visit.answer === 'confirmed' || (visit.answer === 'none' && visit.pms === 'confirmed');
}

/** The channel whose words a patient's page shows. */
export const pageChannel: Channel = 'email';

/**
 * The patient's language where there are words in it, else the practice's; null where there are none in either. A text that holds only a
 * link needs what its page shows too, which is what a mail says.
 */
export function messageLanguage(
  { languages, defaultLanguage, kinds }: Pick<PlanningSettings, 'languages' | 'defaultLanguage' | 'kinds'>,
  { kind, channel }: Pick<Step, 'kind' | 'channel'>,
  language: string,
): string | null {
  const written = languages.get(kind);
  const needed = channel === 'text' && kinds.get(kind)?.text === 'link' ? [channel, pageChannel] : [channel];
  return [language, defaultLanguage].find((one) => needed.every((by) => written?.[by].includes(one))) ?? null;
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
