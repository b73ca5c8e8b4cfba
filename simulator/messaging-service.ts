import { createHash } from 'node:crypto';

/** The carrier's name of a messaging service: several numbers that send as one. */
export function isMessagingService(sid: string): boolean {
  return /^MG[0-9a-f]{32}$/.test(sid);
}

/**
 * The number of a service's pool that its messages go out from. One is enough here: the carrier stays with the number that it once
 * wrote to somebody from. @see https://www.twilio.com/docs/messaging/services#sticky-sender
 */
export function poolNumberOf(serviceSid: string): string {
  const drawn = createHash('sha256').update(serviceSid).digest().readUInt32BE(0) % 8_000_000;
  return `+1201${String(2_000_000 + drawn)}`;
}
