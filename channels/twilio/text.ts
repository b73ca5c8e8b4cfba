import { invariant } from '../../domain/fault.ts';
import type { HandOver, HandOverEnd, MessageChannel } from '../channel.ts';
import { startStopwatch, type Stopwatch } from '../stopwatch.ts';
import { callbackAddress } from './callback-address.ts';
import { carrierCode } from './carrier-code.ts';
import { createCarrierRequests } from './carrier-requests.ts';
import type { TwilioAccount } from './client.ts';
import { isMessagingService } from './messaging-service.ts';
import { createTextLog } from './text-log.ts';

/**
 * The carrier drops a message that has waited longer than this in its queue. Whole seconds.
 * @see https://www.twilio.com/docs/api/errors/90007
 */
const validitySeconds = { least: 1, most: 36_000 };

const messageSid = /^(SM|MM)[0-9a-f]{32}$/;

/** Texts through Twilio, which reports to `publicUrl`. `start` begins to measure the time that a hand-over takes. */
export function createTwilioText(
  account: TwilioAccount,
  publicUrl: string,
  start: () => Stopwatch = startStopwatch,
): MessageChannel {
  const { client, ...requests } = createCarrierRequests(account, start);

  async function handOver(request: HandOver): Promise<HandOverEnd> {
    invariant(request.words.channel === 'text', 'a text channel is handed texts');
    const { body } = request.words;
    return requests.handOver(request, messageSid, () =>
      client.messages.create({
        ...senderOf(request.from),
        to: request.to,
        body,
        statusCallback: callbackAddress(`${publicUrl}/webhooks/twilio/status`, request.ids),
        validityPeriod: validityPeriod(request.usefulForMs),
      }),
    );
  }

  return {
    handOver,
    /**
     * The carrier can filter its list by the time sent, but what still waits in its queue has none, so the time created is
     * compared here. One sender and one address have few messages: a page holds a thousand.
     */
    find: (sent) =>
      requests.findSince(sent.since, async () => {
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
          }));
      }),
    log: createTextLog(client),
  };
}

function senderOf(from: string): { from: string } | { messagingServiceSid: string } {
  return isMessagingService(from) ? { messagingServiceSid: from } : { from };
}

function validityPeriod(usefulForMs: number): number {
  return Math.min(Math.max(Math.floor(usefulForMs / 1000), validitySeconds.least), validitySeconds.most);
}
