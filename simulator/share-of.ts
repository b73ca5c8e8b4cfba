import { createHash } from 'node:crypto';

/** From 0 up to 1, by the text alone: a draw that is the same after every start. */
export function shareOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) / 4_294_967_296;
}
