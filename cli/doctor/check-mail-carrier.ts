import { maySendMails } from '../../channels/sendgrid/account-scopes.ts';
import { readWebhookKey } from '../../channels/sendgrid/signed-events.ts';
import type { Config } from '../../config.ts';
import { Fault } from '../../domain/fault.ts';
import { check, type Check } from './check.ts';

type Account = NonNullable<Config['carriers']['configured']['sendgrid']>;

/** `practicesMailing`: how many live practices send mails through the configured account. */
export async function checkMailCarrier(config: Config, practicesMailing: number): Promise<Check[]> {
  const { configured, simulator } = config.carriers;
  const simulated = simulator.sendgrid;
  return [
    await check('mail carrier', async () => {
      if (configured.sendgrid !== null) return asks(configured.sendgrid, 'SENDGRID');
      if (practicesMailing === 0) return 'No account is configured, and no live practice sends mails through one.';
      throw new Fault(
        'not_configured',
        `Set SENDGRID_API_KEY and SENDGRID_WEBHOOK_KEY: ${String(practicesMailing)} live practices send mails through them.`,
      );
    }),
    ...(simulated === null ? [] : [await check("simulator's mails", () => asks(simulated, 'KEPT_SIMULATOR_SENDGRID'))]),
  ];
}

async function asks(account: Account, prefix: string): Promise<string> {
  readWebhookKey(account.webhookKey, `${prefix}_WEBHOOK_KEY`);
  if (await maySendMails(account)) return `${new URL(account.baseUrl).host} takes the key, which may send mails.`;
  throw new Fault('not_configured', `The key in ${prefix}_API_KEY may not send mails: give it the scope mail.send.`);
}
