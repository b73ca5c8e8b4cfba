import type { WithheldReason } from '../message-state.ts';
import type { Channel, EpochMs } from './plan.ts';
import type { Contact, ContactPoint, PatientFacts, PlanningSettings, Step, VisitFacts } from './planning-facts.ts';

/** What decides whether a message may go at all, whenever. */
export interface WithholdingFacts {
  readonly step: Pick<Step, 'channel' | 'condition'>;
  readonly visit: VisitFacts;
  /** Whether the visit still has the time that the message is about. */
  readonly sameOccurrence: boolean;
  readonly patient: PatientFacts;
  readonly settings: Pick<PlanningSettings, 'stopOnAnswer' | 'channelModes' | 'languages'>;
  readonly now: EpochMs;
}

/**
 * Why a message is not to be sent, or null. The plan and the send both ask here, so what one withholds the other does not let
 * through. The first reason that fits is the one that staff read.
 */
export function reasonToWithhold(facts: WithholdingFacts): WithheldReason | null {
  const { step, patient, settings } = facts;
  return (
    visitReason(facts) ??
    (patient.status === 'active' ? null : 'inactive') ??
    (isAnswered(facts) ? 'answered' : null) ??
    (settings.channelModes[step.channel] === 'off' ? 'channel_off' : null) ??
    contactReason(patient.contacts[step.channel], patient.allows[step.channel], step.channel) ??
    (messageLanguage(patient.language, settings.languages[step.channel]) === null ? 'no_template' : null)
  );
}

/** Whether the patient said yes to the visit, to us or at the desk. */
export function isConfirmed(visit: Pick<VisitFacts, 'answer' | 'pms'>): boolean {
  return visit.answer === 'confirmed' || (visit.answer === 'none' && visit.pms === 'confirmed');
}

/** The patient's language where there are words in it, else English; null where there are neither. */
export function messageLanguage(language: string, written: readonly string[]): string | null {
  if (written.includes(language)) return language;
  return written.includes('en') ? 'en' : null;
}

function visitReason({ visit, sameOccurrence, now }: WithholdingFacts): WithheldReason | null {
  if (visit.pms === 'cancelled' || visit.gone) return 'cancelled';
  if (visit.pms === 'rescheduled' || !sameOccurrence) return 'moved';
  if (visit.pms === 'arrived' || visit.pms === 'completed' || visit.pms === 'no_show') return 'started';
  return now >= visit.startsAt ? 'started' : null;
}

function isAnswered({ step, visit, settings }: WithholdingFacts): boolean {
  switch (step.condition) {
    case 'always':
      return false;
    case 'confirmed':
      return visit.answer === 'declined';
    case 'unanswered':
      return settings.stopOnAnswer && (visit.answer !== 'none' || visit.pms === 'confirmed');
  }
}

/** The first contact that can be used; where none can, what is wrong with the first. */
function contactReason(contacts: readonly Contact[], allowed: boolean | null, channel: Channel): WithheldReason | null {
  if (allowed === false) return 'opted_out';
  if (usableContact(contacts, channel) !== null) return null;
  const [first] = contacts;
  return first === undefined ? 'no_contact' : wrongWith(first, channel);
}

/** The contact that a message of the channel goes to; null where none can be used. */
export function usableContact(contacts: readonly Contact[], channel: Channel): ContactPoint | null {
  return contacts.find((contact): contact is ContactPoint => wrongWith(contact, channel) === null) ?? null;
}

function wrongWith(contact: Contact, channel: Channel): WithheldReason | null {
  if (contact === 'invalid') return 'invalid_contact';
  if (contact.optedOut) return 'opted_out';
  if (contact.wrongNumber) return 'wrong_number';
  if (contact.invalid) return 'invalid_contact';
  return channel === 'text' && contact.landline ? 'landline' : null;
}
