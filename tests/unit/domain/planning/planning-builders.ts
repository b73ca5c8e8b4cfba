import type { Channel } from '../../../../domain/planning/plan.ts';
import type {
  Contact,
  ContactPoint,
  PastMessage,
  PatientFacts,
  PlannedMessage,
  PlanningFacts,
  PlanningSettings,
  Step,
  VisitFacts,
} from '../../../../domain/planning/planning-facts.ts';
import { shippedKinds } from '../../../../domain/shipped-kinds.ts';

/** The visit of every test that does not name another: Tuesday, December 1, 10:00 in New York. */
export const visitAt = Date.parse('2026-12-01T15:00Z');
/** A week before. */
export const aWeekBefore = Date.parse('2026-11-24T15:00Z');

export function aVisit(visit: Partial<VisitFacts> = {}): VisitFacts {
  return {
    starts: new Set(['before_visit', 'after_visit', 'after_no_show']),
    startsAt: visitAt,
    endsAt: visitAt + 1_800_000,
    bookedAt: null,
    firstSeenAt: null,
    isRebooked: false,
    usefulUntil: null,
    closedBy: null,
    pms: 'scheduled',
    gone: false,
    answer: 'none',
    answeredAt: null,
    excludedKinds: [],
    notices: [],
    ...visit,
  };
}

export function aContact(contact: Partial<ContactPoint> = {}): ContactPoint {
  return { id: 'contact-1', optedOut: false, landline: false, invalid: false, wrongNumber: false, ...contact };
}

export function aPatient(
  patient: Partial<Omit<PatientFacts, 'contacts'>> & {
    readonly text?: Contact | null;
    readonly voice?: Contact | null;
    readonly email?: Contact | null;
  } = {},
): PatientFacts {
  const { text = aContact(), voice = text, email = null, ...rest } = patient;
  const list = (contact: Contact | null): Contact[] => (contact === null ? [] : [contact]);
  return {
    status: 'active',
    language: 'en',
    contacts: { text: list(text), voice: list(voice), email: list(email) },
    allows: { text: null, voice: null, email: null },
    preferredChannel: null,
    ...rest,
  };
}

export function aStep(offset: string, step: Partial<Step> = {}): Step {
  return {
    kind: 'appointment_reminder',
    slot: offset.replace(/^-/, '').toLowerCase(),
    channel: 'text',
    offset,
    condition: 'unanswered',
    backups: null,
    ...step,
  };
}

/** There are words in these languages for every kind that ships. */
export function inEveryKind(languages: Readonly<Record<Channel, readonly string[]>>): PlanningSettings['languages'] {
  return new Map([...shippedKinds.keys()].map((kind) => [kind, languages]));
}

export function theSettings(
  settings: Partial<Omit<PlanningSettings, 'calendar' | 'languages'>> & {
    /** Of every kind. */
    readonly languages?: Readonly<Record<Channel, readonly string[]>>;
    readonly calendar?: Partial<PlanningSettings['calendar']>;
  } = {},
): PlanningSettings {
  const { calendar, languages = { text: ['en', 'es'], voice: [], email: [] }, ...rest } = settings;
  return {
    steps: [aStep('-P3D'), aStep('-P1D')],
    kinds: shippedKinds,
    liveAt: null,
    calendar: {
      zone: 'America/New_York',
      beginDelivery: 'exact',
      windows: { text: { from: '09:00', to: '18:00' } },
      openDays: [1, 2, 3, 4, 5, 6, 7],
      closures: [],
      ...calendar,
    },
    minimumLeadMs: 2 * 60 * 60_000,
    bookingGraceMs: 10 * 60_000,
    tells: ['visit_moved', 'visit_cancelled'],
    textExpirationMs: 0,
    stopOnAnswer: true,
    earlyConfirmDays: 5,
    channelModes: { text: 'on', voice: 'off', email: 'off' },
    contacts: { choice: 'preference', voicePhones: ['cell', 'home', 'work'] },
    languages: inEveryKind(languages),
    defaultLanguage: 'en',
    ...rest,
  };
}

export function theFacts(facts: Partial<PlanningFacts> = {}): PlanningFacts {
  return {
    subjectId: '0193b6f0-0000-7000-8000-000000000001',
    patientId: '0193b6f0-0000-7000-8000-000000000002',
    visit: aVisit(),
    patient: aPatient(),
    settings: theSettings(),
    history: [],
    now: aWeekBefore,
    ...facts,
  };
}

/** The message of a step, as it stands. */
export function aPastMessage(step: Step, message: Partial<PastMessage> & Pick<PastMessage, 'sendAt'>): PastMessage {
  const { kind, slot, channel } = step;
  return {
    kind,
    slot,
    channel,
    state: 'not_sent',
    reason: null,
    detail: null,
    carriedBy: null,
    movedBy: [],
    setAt: null,
    heldBy: null,
    ...message,
  };
}

/** A plan as the history that the next planning finds. */
export function asHistory(plan: readonly PlannedMessage[]): PastMessage[] {
  return plan.map(({ kind, slot, channel, sendAt, movedBy, withheld, heldBy }) => ({
    kind,
    slot,
    channel,
    sendAt,
    movedBy,
    state: withheld === null ? 'not_sent' : 'withheld',
    reason: withheld,
    detail: null,
    carriedBy: null,
    setAt: null,
    heldBy,
  }));
}
