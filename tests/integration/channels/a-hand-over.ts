import type { HandOver } from '../../../channels/channel.ts';

/** A reminder to hand over. */
export function aHandOver(changes: Partial<HandOver> = {}): HandOver {
  return {
    from: '+17575550100',
    to: '+17575550123',
    body: 'Your visit is tomorrow at 9:00. Reply Y to confirm, N to decline.',
    statusCallback: 'http://127.0.0.1:9/webhooks/twilio/status?message=m-1&attempt=a-1',
    usefulForMs: 3_600_000,
    writeWithinMs: 5000,
    ...changes,
  };
}
