import type { Recipient } from '../../db/claim-locks.ts';
import { findTraffic, type Traffic } from '../../db/claim-traffic.ts';
import { findPracticeState, type PracticeState } from '../../db/message-claims.ts';
import type { PracticeTransaction } from '../../db/database.ts';
import type { StoredMessage } from '../../db/planned-messages.ts';
import { findVisits, type VisitRow } from '../../db/visits.ts';
import { invariant } from '../../domain/fault.ts';
import { kindOf } from '../../domain/kinds.ts';
import type { ClaimFacts } from '../../domain/planning/decide-claim.ts';
import type { EpochMs } from '../../domain/planning/plan.ts';
import type { PatientFacts, PlanningSettings, Step } from '../../domain/planning/planning-facts.ts';
import { phonesOfNextCall } from '../../domain/calls/callable.ts';
import { isConfirmed } from '../../domain/planning/reason-to-withhold.ts';
import { patientFacts, visitFacts } from '../planning/plan-facts.ts';
import { readPlanningSettings, type PracticePlanning } from '../planning/planning-settings.ts';

/** What a claim reads once its locks are held. */
export interface ClaimReads {
  readonly now: EpochMs;
  /** Of the message, and of those that may become one with it. */
  readonly visits: ReadonlyMap<string, VisitRow>;
  readonly planning: PracticePlanning;
  readonly practice: PracticeState;
  readonly traffic: Traffic;
  readonly allowListed: boolean;
}

const noTraffic: Traffic = { toPatients: [], toPhone: [], soonerDue: [], contactBusy: false };

/** `patientIds`: those whose locks are held. None of the reads waits for another, so they travel together. */
export async function readForClaim(
  tx: PracticeTransaction,
  message: StoredMessage,
  recipient: Recipient | null,
  locked: { readonly subjectIds: readonly string[]; readonly patientIds: readonly string[] },
): Promise<ClaimReads> {
  const [now, visits, planning, practice, traffic] = await Promise.all([
    tx.readClock(),
    findVisits(tx, locked.subjectIds),
    readPlanningSettings(tx),
    findPracticeState(tx),
    recipient === null
      ? noTraffic
      : findTraffic(tx, { id: message.id, contactPointId: recipient.id }, locked.patientIds, tx.now),
  ]);
  return {
    now,
    visits: new Map(visits.map((visit) => [visit.id, visit])),
    planning,
    practice,
    traffic,
    allowListed: recipient !== null && practice.rehearsalContacts.includes(recipient.address),
  };
}

/** A message with what its own subject says of it. */
export interface Claimable {
  readonly message: StoredMessage;
  readonly visit: VisitRow;
  readonly settings: PlanningSettings;
}

export function claimable(message: StoredMessage, { visits, planning }: ClaimReads): Claimable {
  const visit = visits.get(message.subjectId);
  invariant(visit !== undefined, 'a subject has its visit');
  return { message, visit, settings: planning.at(visit) };
}

/**
 * Whether the message goes to one of the contacts that its patient has on file for its channel now. A call that is made again is
 * held against those by itself.
 */
export function isToPresentContact({ message, visit, settings }: Claimable): boolean {
  if (message.retryAt !== null) return true;
  return patientFacts(visit, settings).contacts[message.channel].some(
    (contact) => contact !== 'invalid' && contact.id === message.contactPointId,
  );
}

/**
 * What `decideClaim` is told of a message. `messages` holds, among others, all those of its subject; `merged` are those that are
 * about to become one with it, and so no rivals for a place under the caps.
 */
export function claimFacts(
  one: Claimable,
  messages: readonly StoredMessage[],
  reads: ClaimReads,
  merged: readonly StoredMessage[] = [],
): ClaimFacts {
  const { message, visit, settings } = one;
  const { practice, traffic, now } = reads;
  const ofPatient = traffic.toPatients.filter(({ patientId }) => patientId === visit.patientId);
  return {
    message: {
      ...message,
      sendAt: message.retryAt ?? message.sendAt,
      condition: stepOf(message, settings)?.condition ?? 'unanswered',
      isBackup: message.backupOf !== null,
    },
    visit: visitFacts(visit),
    sameOccurrence: message.occurrence === visit.startsAt,
    patient: ofNextCall(patientFacts(visit, settings), message),
    settings,
    practice: {
      live: practice.live,
      rehearsalAllowed: reads.allowListed,
      channelPausedAt: practice.pausedAt[message.channel],
    },
    feed: {
      ageMs: practice.copyFrom === null ? null : now - practice.copyFrom,
      pauseAfterMs: practice.feedPauseAfterMs,
    },
    laterStepDue: messages.some((other) => isLaterAndDue(other, message, now) && mayGo(other, one)),
    caps: practice.caps,
    reached: {
      patientAt: ofPatient.map(({ at }) => at),
      phoneAt: traffic.toPhone,
      soonerDue: traffic.soonerDue.filter((id) => !merged.some((other) => other.id === id)).length,
    },
    groupToCome:
      kindOf(settings.kinds, message.kind).tells === 'nothing' &&
      visit.groupsToCome.some((kind) => kindOf(settings.kinds, kind).tells !== 'nothing'),
    contactBusy: traffic.contactBusy,
    now,
  };
}

/** A call that is made again goes to the phone that was chosen for it, whatever is wrong with the others. */
function ofNextCall(patient: PatientFacts, { retryAt, contactPointId }: StoredMessage): PatientFacts {
  if (retryAt === null || contactPointId === null) return patient;
  const voice = phonesOfNextCall(patient.contacts.voice, contactPointId);
  return { ...patient, contacts: { ...patient.contacts, voice } };
}

/** A courtesy reminder that waits for a confirmation takes nothing's place before there is one. */
function mayGo(message: StoredMessage, { visit, settings }: Claimable): boolean {
  return stepOf(message, settings)?.condition !== 'confirmed' || isConfirmed(visit);
}

function stepOf(message: StoredMessage, { steps }: PlanningSettings): Step | undefined {
  return steps.find(({ kind, slot }) => kind === message.kind && slot === message.slot);
}

function isLaterAndDue(other: StoredMessage, message: StoredMessage, now: EpochMs): boolean {
  return (
    other.subjectId === message.subjectId &&
    other.kind === message.kind &&
    other.occurrence === message.occurrence &&
    other.computedAt > message.computedAt &&
    other.state === 'not_sent' &&
    other.sendAt <= now
  );
}
