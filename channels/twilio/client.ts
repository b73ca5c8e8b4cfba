import type http from 'node:http';
import twilio from 'twilio';
import RequestClient from 'twilio/lib/base/RequestClient.js';
import type responses from 'twilio/lib/http/response.js';
import { createConnectedAgents } from '../connected-agents.ts';
import type { Exchanges } from '../exchange.ts';
import { createTransport } from '../write-in-time.ts';

/** An account at the carrier. `baseUrl` replaces the carrier's protocol and host, and nothing else. */
export interface TwilioAccount {
  readonly accountSid: string;
  readonly authToken: string;
  readonly baseUrl: string;
}

/** From the first try to connect to the last byte of the answer. */
const requestTimeoutMs = 10_000;

/**
 * The carrier's own client, with three differences: it goes to `baseUrl`; it never repeats a request by itself, because a
 * message that is posted twice is sent twice; and it notes in the current exchange what became of the request.
 */
export function createTwilioClient(account: TwilioAccount, exchanges: Exchanges): twilio.Twilio {
  return twilio(account.accountSid, account.authToken, {
    httpClient: new BasedClient(account.baseUrl, exchanges),
    autoRetry: false,
    // Otherwise the environment may switch on a log that prints patients' numbers and words.
    logLevel: 'none',
  });
}

class BasedClient extends RequestClient {
  readonly #base: URL;
  readonly #exchanges: Exchanges;

  constructor(baseUrl: string, exchanges: Exchanges) {
    super({ timeout: requestTimeoutMs });
    this.#base = new URL(baseUrl);
    this.#exchanges = exchanges;
    const agents = createConnectedAgents(requestTimeoutMs);
    this.axios.defaults.httpAgent = agents.http;
    this.axios.defaults.httpsAgent = agents.https;
    this.axios.defaults.transport = createTransport(exchanges);
    this.axios.interceptors.request.use((config) => {
      // The package's own timeout starts again with every byte and does not cover connecting.
      config.signal = AbortSignal.timeout(requestTimeoutMs);
      return config;
    });
  }

  override async request<TData>(options: RequestClient.RequestOptions<TData>): Promise<responses.default<TData>> {
    const address = new URL(options.uri);
    address.protocol = this.#base.protocol;
    address.host = this.#base.host;
    address.port = this.#base.port;
    const response = await super.request<TData>({ ...options, uri: address.href });
    const exchange = this.#exchanges.current();
    if (exchange !== null) {
      exchange.status = response.statusCode;
      const { 'retry-after': retryAfter } = response.headers as http.IncomingHttpHeaders;
      exchange.retryAfter = retryAfter ?? null;
    }
    return response;
  }
}
