import { Fault, invariant } from '../../domain/fault.ts';
import type { Found, HandOver, HandOverEnd, MessageChannel, Sought } from '../channel.ts';
import { createExchanges, startExchange } from '../exchange.ts';
import { startStopwatch, type Stopwatch } from '../stopwatch.ts';
import { callbackAddress } from './callback-address.ts';
import { createCallLog } from './call-log.ts';
import { carrierCode } from './carrier-code.ts';
import { createTwilioClient, type TwilioAccount } from './client.ts';
import { endWithoutMessage } from './hand-over-end.ts';

/** How long a phone rings: about six times, by which most mailboxes have picked up. */
const ringSeconds = 30;

/** How far the carrier's clock may be behind ours before a hand-over is taken for an older one. */
const clockAllowanceMs = 60_000;

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
  const exchanges = createExchanges();
  const client = createTwilioClient(account, exchanges);

  async function handOver(request: HandOver): Promise<HandOverEnd> {
    invariant(request.words.channel === 'voice', 'a voice channel is handed calls');
    const elapsed = start();
    const exchange = startExchange(() => elapsed() < request.writeWithinMs);
    try {
      const call = await exchanges.run(exchange, () =>
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
      if (isCallSid(call.sid)) return { end: 'taken', carrierId: call.sid };
      return endWithoutMessage(exchange, null, Date.now());
    } catch (error) {
      // Whatever went wrong is told apart by what the exchange saw, never by the error's words, which quote numbers.
      return endWithoutMessage(exchange, carrierCode(error), Date.now());
    }
  }

  /** A call has no words in the carrier's list: one sender calls one phone one call at a time, so ends and time tell it. */
  async function find(sent: Sought): Promise<readonly Found[]> {
    try {
      const calls = await client.calls.list({ from: sent.from, to: sent.to, pageSize: 1000 });
      return calls
        .filter(({ direction }) => direction === 'outbound-api')
        .map((call) => ({
          carrierId: call.sid,
          status: call.status,
          code: null,
          createdAt: call.dateCreated.getTime(),
        }))
        .filter((found) => found.createdAt >= sent.since - clockAllowanceMs);
    } catch (error) {
      const code = carrierCode(error) ?? 'no answer';
      throw new Fault('carrier_unavailable', `The carrier's list cannot be read (${code}). It will be asked again.`);
    }
  }

  return { handOver, find, log: createCallLog(client) };
}

function isCallSid(sid: unknown): boolean {
  return typeof sid === 'string' && /^CA[0-9a-f]{32}$/.test(sid);
}
