import type twilio from 'twilio';
import type { CarrierLog, Logged } from '../channel.ts';
import { readCallProgress } from './call-webhook.ts';
import { logUnavailable, nothingOfThatId } from './log-errors.ts';

type Call = Awaited<ReturnType<twilio.Twilio['calls']['list']>>[number];

/** What Twilio's own log says of the calls that it made. It keeps neither what was said nor what was pressed. */
export function createCallLog(client: twilio.Twilio): CarrierLog {
  return {
    async look(carrierId) {
      try {
        return logged(await client.calls(carrierId).fetch());
      } catch (error) {
        return nothingOfThatId(error);
      }
    },
    /** The carrier filters by the time of the first ring: a call that still waits in its queue has none, and is left out. */
    listsSince: (since) => async (from) => {
      try {
        const calls = await client.calls.list({ from, startTimeAfter: new Date(since), pageSize: 1000 });
        // A leg to the desk is part of a call, and none that we asked for.
        return calls.filter(({ direction }) => direction === 'outbound-api').map(logged);
      } catch {
        throw logUnavailable();
      }
    },
  };
}

function logged(call: Call): Logged {
  return {
    carrierId: call.sid,
    to: call.to,
    body: null,
    createdAt: call.dateCreated.getTime(),
    status: call.status,
    code: null,
    word: null,
    verdict: null,
    call: readCallProgress(call.status, call.answeredBy),
  };
}
