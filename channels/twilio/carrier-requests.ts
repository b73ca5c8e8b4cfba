import type twilio from 'twilio';
import { Fault } from '../../domain/fault.ts';
import type { Found, HandOver, HandOverEnd } from '../channel.ts';
import { createExchanges, startExchange } from '../exchange.ts';
import type { Stopwatch } from '../stopwatch.ts';
import { carrierCode } from './carrier-code.ts';
import { createTwilioClient, type TwilioAccount } from './client.ts';
import { endWithoutMessage } from './hand-over-end.ts';

/** How far the carrier's clock may be behind ours before a hand-over is taken for an older one. */
const clockAllowanceMs = 60_000;

/** What texts and calls share of the way to an account: how a hand-over ends, and what its list says of one in doubt. */
export interface CarrierRequests {
  readonly client: twilio.Twilio;
  /** Asks the carrier to take a message within the time that the request names; `sid` is how its ids are written. */
  handOver(
    request: Pick<HandOver, 'writeWithinMs'>,
    sid: RegExp,
    create: () => Promise<{ readonly sid: unknown }>,
  ): Promise<HandOverEnd>;
  /**
   * What the list has that may have been made since then, by our clock.
   * @throws {Fault} `carrier_unavailable` where it cannot be read.
   */
  findSince(since: number, read: () => Promise<readonly Found[]>): Promise<readonly Found[]>;
}

/** `start` begins to measure the time that a hand-over takes. */
export function createCarrierRequests(account: TwilioAccount, start: () => Stopwatch): CarrierRequests {
  const exchanges = createExchanges();
  return {
    client: createTwilioClient(account, exchanges),
    async handOver(request, sid, create) {
      const elapsed = start();
      const exchange = startExchange(() => elapsed() < request.writeWithinMs);
      try {
        const made = await exchanges.run(exchange, create);
        if (typeof made.sid === 'string' && sid.test(made.sid)) return { end: 'taken', carrierId: made.sid };
        return endWithoutMessage(exchange, null, Date.now());
      } catch (error) {
        // Whatever went wrong is told apart by what the exchange saw, never by the error's words, which quote numbers.
        return endWithoutMessage(exchange, carrierCode(error), Date.now());
      }
    },
    async findSince(since, read) {
      try {
        return (await read()).filter((found) => found.createdAt >= since - clockAllowanceMs);
      } catch (error) {
        const code = carrierCode(error) ?? 'no answer';
        throw new Fault('carrier_unavailable', `The carrier's list cannot be read (${code}). It will be asked again.`);
      }
    },
  };
}
