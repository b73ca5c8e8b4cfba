import { MINUTE_MS } from '../zone-clock.ts';
import type { EpochMs } from './plan.ts';

/** A message that is moved, and how far it may be. */
interface ToSpread {
  readonly subjectId: string;
  readonly slot: string;
  /** Never later. */
  readonly usefulUntil: EpochMs;
}

/**
 * Moves a message to a second of its own minute, always the same one for the same subject and slot, so that the sixty visits
 * of one minute do not fall due at one instant. Never later than `usefulUntil`, nor out of the minute, so the window that the
 * minute lies in still holds.
 */
export function spreadInMinute(at: EpochMs, message: ToSpread): EpochMs {
  const lastOfMinute = Math.floor(at / MINUTE_MS) * MINUTE_MS + MINUTE_MS - 1;
  return spreadUntil(lastOfMinute, at, `${message.subjectId}/${message.slot}`, message.usefulUntil);
}

/**
 * All that a sender has for a day goes at the opening of the window where delivery is Earliest. A number takes about one text a second
 * before the carrier lets them queue, so a quarter of an hour has room for 900 of each sender.
 * @see https://help.twilio.com/articles/115002943027-Understanding-Twilio-Rate-Limits-and-Message-Queues
 */
const AFTER_OPENING_MS = 15 * MINUTE_MS;

/**
 * Moves a message that goes at the opening of its window to a second of the first quarter of an hour, always the same one for the same
 * patient, so that what goes to one patient keeps its order: the soonest visit has the first place under the caps. Never later than
 * `closesAt`, the end of the window, nor than `usefulUntil`.
 */
export function spreadAfterOpening(
  opening: EpochMs,
  message: { readonly patientId: string; readonly closesAt: EpochMs; readonly usefulUntil: EpochMs },
): EpochMs {
  const last = Math.min(opening + AFTER_OPENING_MS, message.closesAt);
  return spreadUntil(last, opening, message.patientId, message.usefulUntil);
}

function spreadUntil(last: EpochMs, at: EpochMs, key: string, usefulUntil: EpochMs): EpochMs {
  const secondsLeft = Math.floor((Math.min(last, usefulUntil) - at) / 1000);
  return secondsLeft <= 0 ? at : at + (fnv1a(key) % (secondsLeft + 1)) * 1000;
}

/** FNV-1a, 32 bits: even, the same on every machine, and quick. It keeps nothing secret. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash;
}
