import { timingSafeEqual } from 'node:crypto';

/** Whether a secret was given right, without telling by the time that it takes how much of it was. */
export function sameText(given: string, wanted: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(wanted);
  return a.length === b.length && timingSafeEqual(a, b);
}
