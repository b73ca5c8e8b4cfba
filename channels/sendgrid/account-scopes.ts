import { Fault } from '../../domain/fault.ts';
import { createExchanges } from '../exchange.ts';
import { answerOfError, createSendgridClient, type SendgridAccount } from './client.ts';

/**
 * Whether the account's key may send mails; asking sends nothing. Throws `carrier_unavailable` where the carrier does not answer
 * or does not take the key.
 * @see https://www.twilio.com/docs/sendgrid/api-reference/api-key-permissions
 */
export async function maySendMails(account: SendgridAccount): Promise<boolean> {
  try {
    const answer: readonly unknown[] = await createSendgridClient(account, createExchanges()).request({
      method: 'GET',
      url: '/v3/scopes',
    });
    const { scopes } = answer[1] as { scopes?: readonly string[] };
    return scopes?.includes('mail.send') ?? false;
  } catch (error) {
    const status = answerOfError(error)?.status;
    const host = new URL(account.baseUrl).host;
    const said = status === undefined ? 'does not answer' : `answers with status ${String(status)}: check the key`;
    throw new Fault('carrier_unavailable', `${host} ${said}.`);
  }
}
