import type { ByCarrier, Channels } from './channel.ts';
import type { SendgridAccount } from './sendgrid/client.ts';
import { createSendgridEmail } from './sendgrid/email.ts';
import type { TwilioAccount } from './twilio/client.ts';
import { createTwilioText } from './twilio/text.ts';
import { createTwilioVoice } from './twilio/voice.ts';

/** An account at each carrier; null where none is configured. */
export interface CarrierAccounts {
  readonly twilio: TwilioAccount | null;
  readonly sendgrid: SendgridAccount | null;
}

/** Every channel of each account. `publicUrl` is where carriers report to, without a slash at its end. */
export function createChannels(accounts: ByCarrier<CarrierAccounts>, publicUrl: string): ByCarrier<Channels> {
  const channelsOf = ({ twilio, sendgrid }: CarrierAccounts): Channels => ({
    text: twilio === null ? null : createTwilioText(twilio, publicUrl),
    voice: twilio === null ? null : createTwilioVoice(twilio, publicUrl),
    email: sendgrid === null ? null : createSendgridEmail(sendgrid),
  });
  return { configured: channelsOf(accounts.configured), simulator: channelsOf(accounts.simulator) };
}
