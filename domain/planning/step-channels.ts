import type { WithheldReason } from '../message-state.ts';
import { fateOf, wasHandedOver } from './past-message.ts';
import type { Channel, EpochMs } from './plan.ts';
import type { PastMessage, PatientFacts, PlanningSettings, Step } from './planning-facts.ts';
import { contactReason } from './usable-contact.ts';

/** The order in which channels that are on as backup stand in for another, where a step names none. */
const channelOrder: readonly Channel[] = ['text', 'voice', 'email'];

/**
 * The channels that a step's message goes by, one after the other: each stands in for the one before where that cannot be used,
 * failed, or stayed without word.
 * - What was handed over comes first: a slot that was used is not used anew because a preference changed since.
 * - Then the channel that the patient prefers by the PMS, where it is on and reaches the patient, then the step's own.
 * - Then the backups that the step names, or every channel that is on as backup; one that is off is none.
 */
export function stepChannels(
  step: Step,
  patient: PatientFacts,
  settings: Pick<PlanningSettings, 'channelModes' | 'contacts'>,
  history: readonly PastMessage[],
): Channel[] {
  const { channelModes } = settings;
  const used = history
    .filter((past) => past.kind === step.kind && past.slot === step.slot && wasHandedOver(past))
    .sort((one, other) => one.sendAt - other.sendAt)
    .map(({ channel }) => channel);
  const backups = step.backups ?? channelOrder.filter((channel) => channelModes[channel] === 'backup');
  const inOrder = [...new Set([...used, ...preferred(patient, settings), step.channel, ...backups])];
  return inOrder.filter((channel, index) => index === 0 || used.includes(channel) || channelModes[channel] !== 'off');
}

/** What keeps a channel from being used at all. An opt-out is not among them: it never starts a backup. */
const unusable: ReadonlySet<WithheldReason> = new Set([
  'no_contact',
  'invalid_contact',
  'landline',
  'wrong_number',
  'channel_off',
  'no_template',
]);

/** Whether a message that is withheld for this is one that another channel may stand in for. */
export function startsBackup(reason: WithheldReason): boolean {
  return unusable.has(reason);
}

/** A message that the next channel of its step may have to stand in for. */
export interface BackedUp {
  readonly past: PastMessage | undefined;
  /** What keeps it from going by what is true now, and by what was decided of it. */
  readonly reason: WithheldReason | null;
  readonly withheld: WithheldReason | null;
}

/**
 * Whether the next channel is to stand in: the message cannot go by its own, or went and failed or stayed without word. A backup
 * that is there already (`next`) stays while the message before it does not go, and is withheld together with it.
 */
export function needsBackup({ past, reason, withheld }: BackedUp, next: PastMessage | undefined): boolean {
  const isLost = past !== undefined && wasLost(past);
  if (!isLost && (withheld === null || (past !== undefined && wordCame(past)))) return false;
  if (next !== undefined) return true;
  return (reason === null || unusable.has(reason)) && (isLost || (withheld !== null && unusable.has(withheld)));
}

/** What keeps the message before it from going, and keeps its backup from going too. */
export function reasonPassedOn({ past, reason, withheld }: BackedUp): WithheldReason | null {
  if (reason === 'opted_out') return reason;
  if (past !== undefined && wasLost(past)) return null;
  return withheld === null || unusable.has(withheld) ? null : withheld;
}

function wasLost(past: PastMessage): boolean {
  const fate = fateOf(past);
  return fate === 'failed' || fate === 'silent';
}

/** Whether the message that a backup stands in for had its time: it was handed over, or was about to be. */
export function isOverByNow(past: PastMessage | undefined, now: EpochMs): boolean {
  return past !== undefined && (wasHandedOver(past) || (past.state === 'not_sent' && past.sendAt <= now));
}

/** Whether a message was handed over and nothing speaks against its having come. */
export function wordCame(past: PastMessage): boolean {
  return fateOf(past) === 'on_its_way';
}

function preferred(
  { preferredChannel: channel, contacts, allows }: PatientFacts,
  { channelModes, contacts: { choice } }: Pick<PlanningSettings, 'channelModes' | 'contacts'>,
): Channel[] {
  if (channel === null || choice !== 'preference' || channelModes[channel] !== 'on') return [];
  return contactReason(contacts[channel], allows[channel], channel) === null ? [channel] : [];
}
