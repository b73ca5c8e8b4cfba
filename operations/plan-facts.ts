import type { StoredMessage } from '../db/planned-messages.ts';
import type { VisitRow } from '../db/visits.ts';
import type {
  Contact,
  ContactSettings,
  PatientFacts,
  PhoneUse,
  PlanningFacts,
  PlanningSettings,
  VisitFacts,
} from '../domain/planning/planning-facts.ts';
import type { EpochMs } from '../domain/planning/plan.ts';

/** What `planMessages` is told of a visit. */
export function planningFacts(
  visit: VisitRow,
  settings: PlanningSettings,
  messages: readonly StoredMessage[],
  now: EpochMs,
): PlanningFacts {
  return {
    subjectId: visit.id,
    visit: visitFacts(visit),
    patient: patientFacts(visit, settings.contacts),
    settings,
    history: messages.filter((message) => message.occurrence === visit.startsAt),
    now,
  };
}

export function visitFacts(visit: VisitRow): VisitFacts {
  return {
    startsAt: visit.startsAt,
    endsAt: visit.startsAt + visit.durationMinutes * 60_000,
    pms: visit.pms,
    gone: visit.gone,
    answer: visit.answer,
  };
}

/** `settings` say which phones are called, and whether a text may go to another than the cell. */
export function patientFacts(visit: VisitRow, { voicePhones, choice }: ContactSettings): PatientFacts {
  const textPhones: readonly PhoneUse[] = choice === 'every' ? ['cell', 'home', 'work'] : ['cell'];
  return {
    status: visit.patientStatus,
    language: visit.language,
    contacts: {
      text: contacts(visit, textPhones),
      voice: contacts(visit, voicePhones),
      email: contacts(visit, ['email']),
    },
    allows: { text: visit.allowText, voice: visit.allowVoice, email: visit.allowEmail },
    preferredChannel: visit.preferredChannel,
  };
}

/** What is on file, each once: a number that stands in two places is called once. */
function contacts({ onFile, contactPoints }: VisitRow, uses: readonly (keyof VisitRow['onFile'])[]): Contact[] {
  const written = uses.map((use) => onFile[use]).filter((one) => one.written !== '');
  const found = written.map(({ address }) => (address === null ? undefined : contactPoints[address]) ?? 'invalid');
  return [...new Set(found)];
}
