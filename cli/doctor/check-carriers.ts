import { createTwilioText } from '../../channels/twilio/text.ts';
import { createTwilioVoice } from '../../channels/twilio/voice.ts';
import type { Config, TwilioCredentials } from '../../config.ts';
import { Fault } from '../../domain/fault.ts';
import { check, type Check } from './check.ts';

/** Nobody's number (the carrier's own for trying things out): its lists are short, and asking for them sends and calls nothing. */
const nobodysNumber = '+15005550006';

/** `practicesOnCarriers`: how many live practices need the configured account. */
export async function checkCarriers(config: Config, practicesOnCarriers: number): Promise<Check[]> {
  const { configured, simulator } = config.carriers;
  const simulated = simulator.twilio;
  const asks = (account: TwilioCredentials): Promise<string> => asksForList(account, config.publicUrl);
  return [
    await check('carrier', async () => {
      if (configured.twilio !== null) return asks(configured.twilio);
      if (practicesOnCarriers === 0) return 'No account is configured, and no live practice needs one.';
      throw new Fault(
        'not_configured',
        `Set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN: ${String(practicesOnCarriers)} live practices send through them.`,
      );
    }),
    ...(simulated === null ? [] : [await check('simulator', () => asks(simulated))]),
    await check('public address', () => Promise.resolve(checkPublicAddress(config, practicesOnCarriers))),
  ];
}

async function asksForList(account: TwilioCredentials, publicUrl: string): Promise<string> {
  const nothing = { from: nobodysNumber, to: nobodysNumber, body: '', since: 0 };
  await createTwilioText(account, publicUrl).find?.(nothing);
  await createTwilioVoice(account, publicUrl).find?.(nothing);
  return `${new URL(account.baseUrl).host} takes the account and its token, for texts and for calls.`;
}

function checkPublicAddress(config: Config, practicesOnCarriers: number): string {
  const { protocol, hostname } = new URL(config.publicUrl);
  const reachable = protocol === 'https:' && hostname !== 'localhost' && !hostname.startsWith('127.');
  if (reachable || practicesOnCarriers === 0) return `Webhooks are expected at ${config.publicUrl}.`;
  throw new Fault(
    'not_configured',
    `Carriers cannot reach ${config.publicUrl}: set KEPT_PUBLIC_URL to the https address that the API has outside.`,
  );
}
