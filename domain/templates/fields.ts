import { phoneForReading } from '../contacts/phone.ts';
import type { EpochMs } from '../planning/plan.ts';
import { visitDate, visitTime } from './visit-words.ts';

/** What a template may name, as staff choose from it. */
export const fields = {
  firstName: 'The name that the patient goes by; empty where the PMS has none',
  facilityName: "The facility's name in messages",
  practiceName: "The practice's name in messages",
  practicePhone: "The practice's phone number: (757) 555-0100",
  visitDate: 'The day of the visit: Tuesday, December 1',
  visitTime: 'The time of the visit at the facility: 9:00 AM',
  providerName: "The provider's name in messages; empty where there is none",
} as const;

type FieldName = keyof typeof fields;

/** The words of every field, for one message. */
export type FieldWords = Readonly<Record<FieldName, string>>;

export interface FieldFacts {
  readonly patient: { readonly firstName: string; readonly preferredName: string };
  readonly practice: { readonly nameInMessages: string; /** E.164. */ readonly phone: string };
  readonly facility: { readonly nameInMessages: string; readonly zone: string };
  readonly providerName: string;
  readonly visitAt: EpochMs;
  /** Of the message. */
  readonly language: string;
}

/** Fills every field, dates in the message's language and the facility's zone. */
export function fieldWords(facts: FieldFacts): FieldWords {
  const { patient, practice, facility, visitAt, language } = facts;
  return {
    firstName: patient.preferredName || patient.firstName,
    facilityName: facility.nameInMessages,
    practiceName: practice.nameInMessages,
    practicePhone: phoneForReading(practice.phone),
    visitDate: visitDate(visitAt, facility.zone, language),
    visitTime: visitTime(visitAt, facility.zone, language),
    providerName: facts.providerName,
  };
}
