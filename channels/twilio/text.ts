import { Fault, invariant } from '../../domain/fault.ts';
import type { Found, HandOver, HandOverEnd, MessageChannel, Sought } from '../channel.ts';
import { startStopwatch, type Stopwatch } from '../stopwatch.ts';
import { callbackAddress } from './callback-address.ts';
import { carrierCode } from './carrier-code.ts';
import { createTwilioClient, type TwilioAccount } from './client.ts';
import { createExchanges, startExchange } from '../exchange.ts';
import { endWithoutMessage } from './hand-over-end.ts';
import { isMessagingService } from './messaging-service.ts';
import { createTextLog } from './text-log.ts';

/**
 * The carrier drops a message that has waited longer than this in its queue. Whole seconds.
 * @see https://www.twilio.com/docs/api/errors/90007
 */
const validitySeconds = { least: 1, most: 36_000 };

/** How far the carrier's clock may be behind ours before a hand-over is taken for an older one. */
const clockAllowanceMs = 60_000;

/** Texts through Twilio, which reports to `publicUrl`. `start` begins to measure the time that a hand-over takes. */
export function createTwilioText(
  account: TwilioAccount,
  publicUrl: string,
  start: () => Stopwatch = startStopwatch,
): MessageChannel {
  const exchanges = createExchanges();
  const client = createTwilioClient(account, exchanges);

  async function handOver(request: HandOver): Promise<HandOverEnd> {
    invariant(request.words.channel === 'text', 'a text channel is handed texts');
    const { body } = request.words;
    const elapsed = start();
    const exchange = startExchange(() => elapsed() < request.writeWithinMs);
    try {
      const message = await exchanges.run(exchange, () =>
        client.messages.create({
          ...senderOf(request.from),
          to: request.to,
          body,
          statusCallback: callbackAddress(`${publicUrl}/webhooks/twilio/status`, request.ids),
          validityPeriod: validityPeriod(request.usefulForMs),
        }),
      );
      if (isMessageSid(message.sid)) return { end: 'taken', carrierId: message.sid };
      return endWithoutMessage(exchange, null, Date.now());
    } catch (error) {
      // Whatever went wrong is told apart by what the exchange saw, never by the error's words, which quote numbers.
      return endWithoutMessage(exchange, carrierCode(error), Date.now());
    }
  }

  /**
   * The carrier can filter its list by the time sent, but what still waits in its queue has none, so the time created is
   * compared here. One sender and one address have few messages: a page holds a thousand.
   */
  async function find(sent: Sought): Promise<readonly Found[]> {
    try {
      const byService = isMessagingService(sent.from);
      // The list knows no filter by service: which of its numbers a text went out from is for the carrier to choose.
      const sender = byService ? {} : { from: sent.from };
      const messages = await client.messages.list({ ...sender, to: sent.to, pageSize: 1000 });
      return messages
        .filter((message) => message.body === sent.body)
        .filter((message) => !byService || message.messagingServiceSid === sent.from)
        .map((message) => ({
          carrierId: message.sid,
          status: message.status,
          code: carrierCode({ code: message.errorCode }),
          createdAt: message.dateCreated.getTime(),
        }))
        .filter((found) => found.createdAt >= sent.since - clockAllowanceMs);
    } catch (error) {
      const code = carrierCode(error) ?? 'no answer';
      throw new Fault('carrier_unavailable', `The carrier's list cannot be read (${code}). It will be asked again.`);
    }
  }

  return { handOver, find, log: createTextLog(client) };
}

function senderOf(from: string): { from: string } | { messagingServiceSid: string } {
  return isMessagingService(from) ? { messagingServiceSid: from } : { from };
}

function validityPeriod(usefulForMs: number): number {
  return Math.min(Math.max(Math.floor(usefulForMs / 1000), validitySeconds.least), validitySeconds.most);
}

function isMessageSid(sid: unknown): boolean {
  return typeof sid === 'string' && /^(SM|MM)[0-9a-f]{32}$/.test(sid);
}
