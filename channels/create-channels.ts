import type { ByCarrier, Channels } from './channel.ts';
import type { TwilioAccount } from './twilio/client.ts';
import { createTwilioText } from './twilio/text.ts';

/** An account at each carrier; null where none is configured. */
export interface CarrierAccounts {
  readonly twilio: TwilioAccount | null;
}

/** Every channel of each account. `publicUrl` is where carriers report to, without a slash at its end. */
export function createChannels(accounts: ByCarrier<CarrierAccounts>, publicUrl: string): ByCarrier<Channels> {
  const channelsOf = ({ twilio }: CarrierAccounts): Channels => ({
    text: twilio === null ? null : createTwilioText(twilio, publicUrl),
    voice: null,
    email: null,
  });
  return { configured: channelsOf(accounts.configured), simulator: channelsOf(accounts.simulator) };
}
