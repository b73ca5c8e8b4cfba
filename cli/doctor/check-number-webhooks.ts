import { findNumberWebhooks } from '../../channels/twilio/number-webhooks.ts';
import type { Config } from '../../config.ts';
import type { Database } from '../../db/database.ts';
import { findOwnNumbers, type OwnNumber } from '../../db/sender-numbers.ts';
import { Fault } from '../../domain/fault.ts';
import { check, type Check } from './check.ts';

/** Whether the carrier brings us the texts and the calls to our numbers: patients answer, and call back, whatever contacted them. */
export async function checkNumberWebhooks(config: Config, db: Database): Promise<Check[]> {
  const account = config.carriers.configured.twilio;
  if (account === null) return [];
  return [
    await check('webhooks', async () => {
      const ours = await db.acrossPractices(findOwnNumbers);
      if (ours.length === 0) return 'No practice sends from a number of the account.';
      const numbers = new Map((await findNumberWebhooks(account)).map((one) => [one.number, one]));
      const wrong = ours.flatMap((own) => {
        const { number, practice } = own;
        const there = numbers.get(number);
        if (there === undefined) return [`${number} of ${practice} is no number of the account`];
        return wantedOf(own, config.publicUrl).flatMap(({ of, wanted }) =>
          there[of] === wanted
            ? []
            : [`${number} of ${practice} takes ${of} to ${there[of] ?? 'nowhere'}, not to ${wanted}`],
        );
      });
      if (wrong.length === 0) return `The carrier brings texts and calls to ${String(ours.length)} numbers here.`;
      throw new Fault('not_configured', `Set these webhooks at the carrier: ${wrong.join('; ')}.`);
    }),
  ];
}

/** Who was texted calls back too. The texts to a number of a messaging service go where the service says. */
function wantedOf({ textsComeTo }: OwnNumber, publicUrl: string) {
  const to = (path: string): string => `POST ${publicUrl}/webhooks/twilio/${path}`;
  return [
    { of: 'voice', wanted: to('voice') } as const,
    ...(textsComeTo === 'the number' ? [{ of: 'text', wanted: to('text') } as const] : []),
  ];
}
