import type twilio from 'twilio';
import { Fault } from '../../domain/fault.ts';
import type { CarrierLog, Logged } from '../channel.ts';
import { isMessagingService } from './messaging-service.ts';
import { readStatus } from './status.ts';

type Message = Awaited<ReturnType<twilio.Twilio['messages']['list']>>[number];

/** What Twilio's own log says of the texts that it took. */
export function createTextLog(client: twilio.Twilio): CarrierLog {
  return {
    async look(carrierId) {
      try {
        return logged(await client.messages(carrierId).fetch());
      } catch (error) {
        if (isNotFound(error)) return null;
        throw unavailable();
      }
    },
    /**
     * The carrier filters by the time sent: what still waits in its queue has none, and is left out. A page holds a thousand, and the
     * package follows the pages, each of which begins behind the last message of the one before.
     */
    async list(from, since) {
      try {
        const byService = isMessagingService(from);
        // The list knows no filter by service: which of its numbers a text went out from is for the carrier to choose.
        const sender = byService ? {} : { from };
        const messages = await client.messages.list({ ...sender, dateSentAfter: new Date(since), pageSize: 1000 });
        return (
          messages
            // What the carrier answers to keywords by itself is none of ours.
            .filter(({ direction }) => direction === 'outbound-api')
            .filter(({ messagingServiceSid }) => !byService || messagingServiceSid === from)
            .map(logged)
        );
      } catch {
        throw unavailable();
      }
    },
  };
}

function logged(message: Message): Logged {
  const code = typeof message.errorCode === 'number' ? String(message.errorCode) : null;
  const { moves, verdict } = readStatus(message.status, code);
  return {
    carrierId: message.sid,
    to: message.to,
    body: message.body,
    createdAt: message.dateCreated.getTime(),
    status: message.status,
    code,
    word: moves,
    verdict,
  };
}

/** @see https://www.twilio.com/docs/api/errors/20404 */
function isNotFound(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'status' in error && error.status === 404;
}

function unavailable(): Fault {
  return new Fault('carrier_unavailable', "The carrier's log cannot be read. It will be asked again.");
}
