import { createHash } from 'node:crypto';
import { invariant } from '../../domain/fault.ts';

/** A number from 0 up to 1 that looks drawn, always the same for the same words: the demo's dice. */
export function draw(...words: readonly (string | number)[]): number {
  return createHash('sha256').update(words.join(' ')).digest().readUInt32BE(0) / 4_294_967_296;
}

/** One of these, drawn likewise. */
export function pick<T>(from: readonly T[], ...words: readonly (string | number)[]): T {
  const drawn = from[Math.floor(draw(...words) * from.length)];
  invariant(drawn !== undefined, 'there is something to draw from');
  return drawn;
}
