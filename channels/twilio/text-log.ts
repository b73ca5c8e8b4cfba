import type twilio from 'twilio';
import type { CarrierLog, Logged } from '../channel.ts';
import { logUnavailable, nothingOfThatId } from './log-errors.ts';
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
        return nothingOfThatId(error);
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
        throw logUnavailable();
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
