import type { StoredMessage } from '../db/planned-messages.ts';
import type { VisitRow } from '../db/visits.ts';
import type {
  Contact,
  PatientFacts,
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
    patient: patientFacts(visit),
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

export function patientFacts(visit: VisitRow): PatientFacts {
  return {
    status: visit.patientStatus,
    language: visit.language,
    contacts: { text: textContact(visit), voice: 'none', email: 'none' },
    allows: { text: visit.allowText, voice: null, email: null },
  };
}

function textContact(visit: VisitRow): Contact {
  if (visit.cellPhone === '') return 'none';
  if (visit.contactPointId === null) return 'invalid';
  return { id: visit.contactPointId, optedOut: visit.optedOut, landline: visit.landline, invalid: visit.invalid };
}
