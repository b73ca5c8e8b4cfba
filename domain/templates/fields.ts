import { invariant } from '../fault.ts';
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
  formerDate:
    'Only of a kind that tells of a new time, which {{ visitDate }} and {{ visitTime }} say: the day that the visit was to be on',
  formerTime: 'The time that the visit was to be at, likewise',
  providerName: "The provider's name in messages; empty where none was set",
  visits:
    'Where the message is about several visits of one day, their names, times and places: Ana 9:00 AM, Ben 9:30 AM, ' +
    'Main Street; empty for one visit. Only words that use it speak of several',
  confirmed: 'yes where the visit is confirmed already, for a reminder that asks for nothing; else empty',
  link: "A link to the patient's page, which shows the instructions; only in a text of a kind whose texts hold only a link",
} as const;

/** What stands for the link in a message's words: a link opens a patient's page, and so is put in at the hand-over and kept nowhere. */
export const linkStandIn = '[link]';

type FieldName = keyof typeof fields;

/** Those that say something of a visit, and nothing where a message is about none. */
export const visitFields: ReadonlySet<string> = new Set<FieldName>([
  'visitDate',
  'visitTime',
  'formerDate',
  'formerTime',
  'providerName',
  'visits',
  'confirmed',
  'link',
]);

/** Those that an answer to an unclear reply may name: it may be about no visit, and of nobody whom we know. */
export const replyFields: ReadonlySet<string> = new Set<FieldName>(['practiceName', 'practicePhone']);

/** Those that only a message has which tells of a new time. */
export const formerFields: ReadonlySet<string> = new Set<FieldName>(['formerDate', 'formerTime']);

/** The words of every field, for one message. */
export type FieldWords = Readonly<Record<FieldName, string>>;

/** What may be said of one visit. */
export interface VisitFieldFacts {
  readonly patient: { readonly firstName: string; readonly preferredName: string };
  readonly facility: { readonly nameInMessages: string; readonly zone: string };
  readonly providerName: string;
  /** The time that the message tells. */
  readonly visitAt: EpochMs;
  /** The one that the visit had before, where the message tells of a new time. */
  readonly formerAt?: EpochMs;
}

export interface FieldFacts {
  /** The soonest first; at least one, all of them of one day. */
  readonly visits: readonly VisitFieldFacts[];
  readonly practice: { readonly nameInMessages: string; /** E.164. */ readonly phone: string };
  readonly isConfirmed: boolean;
  /** Of the message. */
  readonly language: string;
}

/** Fills every field, dates in the message's language and the facility's zone. What is of one visit is of the first. */
export function fieldWords(facts: FieldFacts): FieldWords {
  const { visits, practice, isConfirmed, language } = facts;
  const [first] = visits;
  invariant(first !== undefined, 'a message is about a visit');
  const { facility, visitAt, formerAt } = first;
  return {
    firstName: nameOf(first),
    facilityName: facility.nameInMessages,
    practiceName: practice.nameInMessages,
    practicePhone: phoneForReading(practice.phone),
    visitDate: visitDate(visitAt, facility.zone, language),
    visitTime: visitTime(visitAt, facility.zone, language),
    formerDate: formerAt === undefined ? '' : visitDate(formerAt, facility.zone, language),
    formerTime: formerAt === undefined ? '' : visitTime(formerAt, facility.zone, language),
    providerName: clipped(first.providerName),
    visits: visits.length > 1 ? listOf(visits, language) : '',
    confirmed: isConfirmed ? 'yes' : '',
    link: linkStandIn,
  };
}

/** Fills the fields of an answer to a reply. */
export function replyWords(practice: FieldFacts['practice']): FieldWords {
  const none = Object.fromEntries(Object.keys(fields).map((field) => [field, ''])) as Record<FieldName, string>;
  return { ...none, practiceName: practice.nameInMessages, practicePhone: phoneForReading(practice.phone) };
}

/** Names and times, each with its place where they are not all at one. */
function listOf(visits: readonly VisitFieldFacts[], language: string): string {
  const places = new Set(visits.map(({ facility }) => facility.nameInMessages));
  const lines = visits.map((visit) => {
    const words = [nameOf(visit), visitTime(visit.visitAt, visit.facility.zone, language)];
    return [...words, ...(places.size > 1 ? [visit.facility.nameInMessages] : [])]
      .filter((word) => word !== '')
      .join(' ');
  });
  return [...lines, ...(places.size > 1 ? [] : places)].join(', ');
}

function nameOf({ patient }: VisitFieldFacts): string {
  return clipped(patient.preferredName || patient.firstName);
}

/** Most characters, as UTF-16 counts them, of a name that the PMS gives: no longer one is a name, and a text has room for so much. */
export const longestName = 60;

function clipped(name: string): string {
  // Not between the two halves of one character.
  return name.slice(0, longestName).replace(/[\uD800-\uDBFF]$/, '');
}
