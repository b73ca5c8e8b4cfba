import { Fault } from '../../domain/fault.ts';
import { createExchanges } from '../exchange.ts';
import { createTwilioClient, type TwilioAccount } from './client.ts';

/** A number of the account, and where the carrier brings what comes to it: method and address, null where nowhere. */
export interface NumberWebhooks {
  readonly number: string;
  readonly text: string | null;
  readonly voice: string | null;
}

/**
 * The numbers of the account. Throws `carrier_unavailable`.
 * @see https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource
 */
export async function findNumberWebhooks(account: TwilioAccount): Promise<NumberWebhooks[]> {
  const client = createTwilioClient(account, createExchanges());
  try {
    const numbers = await client.incomingPhoneNumbers.list({ pageSize: 1000 });
    return numbers.map((one) => ({
      number: one.phoneNumber,
      text: webhook(one.smsMethod, one.smsUrl, one.smsApplicationSid),
      // A trunk takes calls before anything else does.
      voice: webhook(one.voiceMethod, one.voiceUrl, one.voiceApplicationSid || one.trunkSid),
    }));
  } catch {
    throw new Fault('carrier_unavailable', `${new URL(account.baseUrl).host} does not tell the account's numbers.`);
  }
}

/** `elsewhere`: an application of the carrier's, which goes before the address. */
function webhook(method: string, url: string, elsewhere: string): string | null {
  if (elsewhere) return elsewhere;
  return url ? `${method} ${url}` : null;
}
