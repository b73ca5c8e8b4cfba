import { MINUTE_MS } from '../zone-clock.ts';
import type { EpochMs } from './plan.ts';

/**
 * Moves a message to a second of its own minute, always the same one for the same subject and slot, so that the sixty visits
 * of one minute do not fall due at one instant. Never later than `usefulUntil`, nor out of the minute, so the window that the
 * minute lies in still holds.
 */
export function spreadInMinute(
  at: EpochMs,
  message: { readonly subjectId: string; readonly slot: string; readonly usefulUntil: EpochMs },
): EpochMs {
  const lastOfMinute = Math.floor(at / MINUTE_MS) * MINUTE_MS + MINUTE_MS - 1;
  const secondsLeft = Math.floor((Math.min(lastOfMinute, message.usefulUntil) - at) / 1000);
  if (secondsLeft <= 0) return at;
  return at + (fnv1a(`${message.subjectId}/${message.slot}`) % (secondsLeft + 1)) * 1000;
}

/** FNV-1a, 32 bits: even, the same on every machine, and quick. It keeps nothing secret. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash;
}
