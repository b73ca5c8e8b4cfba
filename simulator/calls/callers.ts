import { shareOf } from '../share-of.ts';
import type { Phone, Pickup } from '../phones.ts';
import type { PhoneCall } from './phone-call.ts';

/** How often each is met among patients of whom nothing was said. */
const shares: readonly (readonly [Pickup, number])[] = [
  ['answers', 0.58],
  ['machine', 0.18],
  ['no_answer', 0.12],
  ['busy', 0.06],
  ['hangs_up', 0.06],
];

/** What a phone of which nothing was said does: drawn by its number, so it is the same after every start. */
export function pickupOf(e164: string): Pickup {
  let left = shareOf(`${e164} calls`);
  for (const [pickup, share] of shares) {
    left -= share;
    if (left < 0) return pickup;
  }
  return 'answers';
}

/** The key that this phone's patient presses in a call, and when, as a share of the time there is; null for none. */
export function keyOf(phone: Phone | null, call: PhoneCall): { readonly key: string; readonly after: number } | null {
  if (phone === null || phone.yours || phone.behaviour === 'silent' || call.direction === 'inbound') return null;
  const key = { confirms: '1', declines: '9', stops: '8', thanks: '5' }[phone.behaviour];
  return { key, after: 0.3 + 0.5 * shareOf(`${call.sid} patience`) };
}
