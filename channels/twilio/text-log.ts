import type twilio from 'twilio';
import { groupBy } from '../../domain/group-by.ts';
import type { EpochMs } from '../../domain/planning/plan.ts';
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
    listsSince(since) {
      // The list knows no filter by service, and which of its numbers a text went out from is for the carrier to choose: what all
      // services of the account sent is read once.
      let ofServices: Promise<ReadonlyMap<string, readonly Logged[]>> | null = null;
      return async (from) => {
        if (!isMessagingService(from)) return (await sentSince(client, since, from)).map(logged);
        ofServices ??= sentSince(client, since).then(byService);
        return (await ofServices).get(from) ?? [];
      };
    },
  };
}

/** The texts that went out since then, from this number or from any. What the carrier answers to keywords by itself is none of ours. */
async function sentSince(client: twilio.Twilio, since: EpochMs, from?: string): Promise<Message[]> {
  try {
    const sender = from === undefined ? {} : { from };
    const messages = await client.messages.list({ ...sender, dateSentAfter: new Date(since), pageSize: 1000 });
    return messages.filter(({ direction }) => direction === 'outbound-api');
  } catch {
    throw logUnavailable();
  }
}

/** Those that went out from no service are left out. */
function byService(messages: readonly Message[]): ReadonlyMap<string, readonly Logged[]> {
  const services = groupBy(messages, ({ messagingServiceSid }) => messagingServiceSid);
  return new Map([...services].map(([service, sent]) => [service, sent.map(logged)]));
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
