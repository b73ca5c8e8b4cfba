import type { StoredMessage } from '../../db/planned-messages.ts';
import type { VisitRow } from '../../db/visits.ts';
import type { StartsFrom } from '../../domain/kinds.ts';
import type {
  Contact,
  PatientFacts,
  PhoneUse,
  PlanningFacts,
  PlanningSettings,
  VisitFacts,
} from '../../domain/planning/planning-facts.ts';
import type { EpochMs } from '../../domain/planning/plan.ts';
import { zoneClock } from '../../domain/zone-clock.ts';

/** What `planMessages` is told of a visit. */
export function planningFacts(
  visit: VisitRow,
  settings: PlanningSettings,
  messages: readonly StoredMessage[],
  now: EpochMs,
): PlanningFacts {
  return {
    subjectId: visit.id,
    patientId: visit.patientId,
    visit: visitFacts(visit),
    patient: patientFacts(visit, settings),
    settings,
    history: messages.filter((message) => message.occurrence === visit.startsAt),
    now,
  };
}

const starts: Readonly<Record<VisitRow['type'], ReadonlySet<StartsFrom>>> = {
  appointment: new Set(['before_visit', 'after_visit', 'after_no_show']),
  recall: new Set(['recall_due']),
  order: new Set(['order_ready']),
};

export function visitFacts(visit: VisitRow): VisitFacts {
  return {
    starts: visit.hasSteps ? starts[visit.type] : new Set(),
    startsAt: visit.startsAt,
    endsAt: visit.endsAt,
    bookedAt: visit.bookedAt,
    firstSeenAt: visit.firstSeenAt,
    isRebooked: visit.isRebooked,
    usefulUntil: visit.usefulUntil,
    closedBy: visit.closedBy,
    pms: visit.pms,
    gone: visit.gone,
    answer: visit.answer,
    answeredAt: visit.answeredAt,
    excludedKinds: visit.excludedKinds,
    notices: visit.notices,
  };
}

/**
 * `settings` say which phones are called, and whether a text may go to another than the cell. What is for a minor goes to the
 * guarantor, by phone and by mail each where the guarantor has one on file.
 */
export function patientFacts(
  visit: VisitRow,
  { contacts: { voicePhones, choice }, calendar }: Pick<PlanningSettings, 'contacts' | 'calendar'>,
): PatientFacts {
  const textPhones: readonly PhoneUse[] = choice === 'every' ? ['cell', 'home', 'work'] : ['cell'];
  const isMinor = isAdultAt(visit, calendar.zone) === false;
  const contactsBy = (uses: readonly Use[], ofGuarantor: Use): Contact[] =>
    contacts(visit, isMinor && visit.onFile[ofGuarantor].written !== '' ? [ofGuarantor] : uses);
  return {
    status: visit.patientStatus,
    language: visit.language,
    contacts: {
      text: contactsBy(textPhones, 'guarantorPhone'),
      voice: contactsBy(voicePhones, 'guarantorPhone'),
      email: contactsBy(['email'], 'guarantorEmail'),
    },
    allows: { text: visit.allowText, voice: visit.allowVoice, email: visit.allowEmail },
    preferredChannel: visit.preferredChannel,
  };
}

/** Whether the patient is 18 on the day of the visit at its facility; null where the PMS has no date of birth. */
export function isAdultAt({ dateOfBirth, startsAt }: VisitRow, zone: string): boolean | null {
  if (dateOfBirth === null) return null;
  const adultFrom = `${String(Number(dateOfBirth.slice(0, 4)) + 18)}${dateOfBirth.slice(4)}`;
  return new Date(zoneClock(zone).wallAt(startsAt)).toISOString().slice(0, 10) >= adultFrom;
}

type Use = keyof VisitRow['onFile'];

/** What is on file, each once: a number that stands in two places is called once. */
function contacts({ onFile, contactPoints }: VisitRow, uses: readonly Use[]): Contact[] {
  const written = uses.map((use) => onFile[use]).filter((one) => one.written !== '');
  const found = written.map(({ address }) => (address === null ? undefined : contactPoints[address]) ?? 'invalid');
  return [...new Set(found)];
}
