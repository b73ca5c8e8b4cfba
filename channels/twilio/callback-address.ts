import type { HandOverIds } from '../channel.ts';

/** Where the carrier reports of one hand-over: it repeats the address as it is, and so brings the ids back. */
export function callbackAddress(base: string, { practiceId, messageId, attemptId }: HandOverIds): string {
  return `${base}?practice=${practiceId}&message=${messageId}&attempt=${attemptId}`;
}
