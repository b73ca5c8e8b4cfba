import { invariant } from '../../domain/fault.ts';
import type { HandOver, HandOverEnd, MessageChannel } from '../channel.ts';
import { startStopwatch, type Stopwatch } from '../stopwatch.ts';
import { callbackAddress } from './callback-address.ts';
import { createCallLog } from './call-log.ts';
import { createCarrierRequests } from './carrier-requests.ts';
import type { TwilioAccount } from './client.ts';

/** How long a phone rings: about six times, by which most mailboxes have picked up. */
const ringSeconds = 30;

const callSid = /^CA[0-9a-f]{32}$/;

/**
 * Calls through Twilio, which asks `publicUrl` what to say once somebody picks up, and reports there. `start` begins to measure the
 * time that a hand-over takes.
 *
 * Detection waits for the end of a machine's greeting (`DetectMessageEnd`) before it asks: what may be said depends on who listens,
 * and what is left on a machine is to come after its beep. Detection in the background would begin with the visit, on a machine too.
 * The carrier can drop no call that waited for too long, so what is said is decided when it is asked for.
 * @see https://www.twilio.com/docs/voice/answering-machine-detection
 */
export function createTwilioVoice(
  account: TwilioAccount,
  publicUrl: string,
  start: () => Stopwatch = startStopwatch,
): MessageChannel {
  const { client, ...requests } = createCarrierRequests(account, start);

  async function handOver(request: HandOver): Promise<HandOverEnd> {
    invariant(request.words.channel === 'voice', 'a voice channel is handed calls');
    return requests.handOver(request, callSid, () =>
      client.calls.create({
        from: request.from,
        to: request.to,
        url: callbackAddress(`${publicUrl}/webhooks/twilio/voice`, request.ids),
        statusCallback: callbackAddress(`${publicUrl}/webhooks/twilio/voice-status`, request.ids),
        statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
        machineDetection: 'DetectMessageEnd',
        timeout: ringSeconds,
      }),
    );
  }

  return {
    handOver,
    /** A call has no words in the carrier's list: one sender calls one phone one call at a time, so ends and time tell it. */
    find: (sent) =>
      requests.findSince(sent.since, async () => {
        const calls = await client.calls.list({ from: sent.from, to: sent.to, pageSize: 1000 });
        return calls
          .filter(({ direction }) => direction === 'outbound-api')
          .map((call) => ({
            carrierId: call.sid,
            status: call.status,
            code: null,
            createdAt: call.dateCreated.getTime(),
          }));
      }),
    log: createCallLog(client),
  };
}
