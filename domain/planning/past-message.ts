import type { WithheldReason } from '../message-state.ts';
import type { PastMessage } from './planning-facts.ts';

/** What became of a message, as far as a backup asks: `silent` was handed over, and no word of it came for too long. */
export type Fate = 'waits' | 'on_its_way' | 'silent' | 'failed' | 'withheld';

/** The detail of a sent message that no word came of for as long as the setting `backup_after` says. */
export const withoutWord = 'no_receipt';

/** Withheld by a person, or by the send in its moment: no new plan brings such a message back, but for what a group holds back. */
const finalReasons: ReadonlySet<WithheldReason> = new Set([
  'staff',
  'not_live',
  'paused',
  'feed_too_old',
  'capped',
  'merged',
]);

/** Whether a carrier was given the message, so that its slot is taken. */
export function isHandedOver(past: PastMessage | undefined): boolean {
  return past !== undefined && past.state !== 'not_sent' && past.state !== 'withheld';
}

/** The same, or the message that it was merged into was. */
export function wasHandedOver(past: PastMessage): boolean {
  return isHandedOver(past) || past.carriedBy !== null;
}

/** Whether no new plan changes what it is. */
export function isFinal(past: PastMessage | undefined): boolean {
  if (past === undefined || isHandedOver(past)) return past !== undefined;
  return past.reason !== null && past.heldBy === null && finalReasons.has(past.reason);
}

/** A message that was merged shares the fate of the one that it was merged into. */
export function fateOf(past: PastMessage): Fate {
  const { state, detail } = past.carriedBy ?? past;
  switch (state) {
    case 'not_sent':
      return 'waits';
    case 'withheld':
      return 'withheld';
    case 'not_received':
      return 'failed';
    case 'unknown':
      return 'silent';
    case 'sent':
      return detail === withoutWord ? 'silent' : 'on_its_way';
    default:
      return 'on_its_way';
  }
}
