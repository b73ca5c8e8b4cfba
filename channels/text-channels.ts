import type { MessageChannel } from './channel.ts';
import type { TwilioAccount } from './twilio/client.ts';
import { createTwilioText } from './twilio/text.ts';

/** One thing for each account that a practice's messages may go through; null where that account is not configured. */
export interface ByCarrier<Thing> {
  readonly configured: Thing | null;
  readonly simulator: Thing | null;
}

/** The text channel of each account that is configured. */
export function createTextChannels(accounts: ByCarrier<TwilioAccount>): ByCarrier<MessageChannel> {
  return {
    configured: accounts.configured === null ? null : createTwilioText(accounts.configured),
    simulator: accounts.simulator === null ? null : createTwilioText(accounts.simulator),
  };
}
