import { dayOf, zoneClock } from '../zone-clock.ts';
import type { Kind } from '../kinds.ts';
import type { Channel, EpochMs } from './plan.ts';

/** A message as merging sees it, with the visit and the patient that it is about. */
export interface Mergeable {
  readonly id: string;
  readonly kind: Kind;
  readonly slot: string;
  readonly channel: Channel;
  readonly contactPointId: string | null;
  readonly sendAt: EpochMs;
  readonly usefulUntil: EpochMs;
  readonly visitAt: EpochMs;
  /** The facility's. */
  readonly zone: string;
  readonly patientId: string;
  /** As the PMS writes it; empty where it names none. */
  readonly guarantorId: string;
  /** Null where the date of birth is not known. */
  readonly isAdult: boolean | null;
  readonly isConfirmed: boolean;
}

/** Whose visits of one day become one message: of patients with one guarantor, of one patient, or none. */
export type SameDayVisits = 'family' | 'patient' | 'each';

/**
 * Which of these messages become one with the message that is about to go: those about visits of the same day, of the same patient
 * or of patients with one guarantor, that go the same way to the same contact. A message of the same step is taken though it is due
 * later that day: two texts a day are what merging is there to spare. Two who are known to be adults get their own, whoever pays.
 */
export function mergedWith(
  message: Mergeable,
  others: readonly Mergeable[],
  { now, sameDayVisits }: { readonly now: EpochMs; readonly sameDayVisits: SameDayVisits },
): Mergeable[] {
  const merged: Mergeable[] = [];
  for (const other of others) {
    const isOneStep = other.slot === message.slot || other.sendAt <= now;
    if (!isOneStep || other.usefulUntil < now || !goesTheSameWay(message, other)) continue;
    if (!isTogether(message, other, sameDayVisits)) continue;
    if ([message, ...merged].every((one) => mayShare(one, other))) merged.push(other);
  }
  return merged;
}

function goesTheSameWay(message: Mergeable, other: Mergeable): boolean {
  return (
    other.kind === message.kind &&
    other.channel === message.channel &&
    other.contactPointId === message.contactPointId &&
    // The words for a visit that is confirmed ask for nothing.
    other.isConfirmed === message.isConfirmed &&
    visitDay(other) === visitDay(message)
  );
}

function isTogether(message: Mergeable, other: Mergeable, sameDayVisits: SameDayVisits): boolean {
  if (sameDayVisits === 'each') return false;
  if (other.patientId === message.patientId) return true;
  return sameDayVisits === 'family' && other.guarantorId !== '' && other.guarantorId === message.guarantorId;
}

function mayShare(one: Mergeable, other: Mergeable): boolean {
  return one.patientId === other.patientId || one.isAdult !== true || other.isAdult !== true;
}

/** The day of the visit on its facility's calendar. */
function visitDay({ visitAt, zone }: Mergeable): number {
  return dayOf(zoneClock(zone).wallAt(visitAt));
}
