import type { HandOver } from '../../../channels/channel.ts';

/** A public address at which nothing listens. */
export const nowhere = 'http://127.0.0.1:9';

/** What a reminder says. */
export const theBody = 'Your visit is tomorrow at 9:00. Reply Y to confirm, N to decline.';

/** A call to hand over. */
export function aCallToMake(changes: Partial<Omit<HandOver, 'words'>> = {}): HandOver {
  return { ...aHandOver(changes), words: { channel: 'voice' } };
}

/** A reminder to hand over. */
export function aHandOver({
  body = theBody,
  ...changes
}: Partial<Omit<HandOver, 'words'>> & { readonly body?: string } = {}): HandOver {
  return {
    from: '+17575550100',
    to: '+17575550123',
    ids: { practiceId: 'p-1', messageId: 'm-1', attemptId: 'a-1' },
    words: { channel: 'text', body },
    usefulForMs: 3_600_000,
    writeWithinMs: 5000,
    ...changes,
  };
}
