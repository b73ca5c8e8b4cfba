import type http from 'node:http';
import { Client } from '@sendgrid/client';
import { MailService } from '@sendgrid/mail';
import { createConnectedAgents } from '../connected-agents.ts';
import type { Exchanges } from '../exchange.ts';
import { createTransport } from '../write-in-time.ts';

/** An account at the carrier. `baseUrl` replaces the carrier's protocol and host, and nothing else. */
export interface SendgridAccount {
  readonly apiKey: string;
  readonly baseUrl: string;
}

/** From the first try to connect to the last byte of the answer. */
const requestTimeoutMs = 10_000;

/**
 * The carrier's own mail service over its own client, with three differences: it goes to `baseUrl`; it writes a request only while
 * the exchange under way lets it; and it gives up after ten seconds, connecting included. By itself it never repeats a request.
 */
export function createSendgridMail(account: SendgridAccount, exchanges: Exchanges): MailService {
  const mail = new MailService();
  mail.setClient(createSendgridClient(account, exchanges));
  return mail;
}

/** The client by itself, for what is no mail. */
export function createSendgridClient(account: SendgridAccount, exchanges: Exchanges): Client {
  return new BasedClient(account, exchanges);
}

class BasedClient extends Client {
  readonly #transport: object;

  constructor(account: SendgridAccount, exchanges: Exchanges) {
    super();
    // The key's setter puts the base address back to the carrier's own.
    this.setApiKey(account.apiKey);
    this.setDefaultRequest('baseUrl', account.baseUrl);
    const agents = createConnectedAgents(requestTimeoutMs);
    this.#transport = {
      httpAgent: agents.http,
      httpsAgent: agents.https,
      transport: createTransport(exchanges),
    };
  }

  /** What this returns goes to axios as it is. */
  override createRequest(data: Parameters<Client['createRequest']>[0]): ReturnType<Client['createRequest']> {
    const timeLimit = { signal: AbortSignal.timeout(requestTimeoutMs) };
    return Object.assign(super.createRequest(data), this.#transport, timeLimit);
  }
}

/** An answer of the carrier, in the one shape that both its success and its refusal can be read in. */
export interface SendgridAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: unknown;
}

/** What an error of the package holds of the carrier's answer; null where there was none. */
export function answerOfError(error: unknown): SendgridAnswer | null {
  if (typeof error !== 'object' || error === null || !('code' in error) || !('response' in error)) return null;
  const { code, response } = error;
  if (typeof code !== 'number' || typeof response !== 'object' || response === null) return null;
  const { headers, body } = response as { headers?: http.IncomingHttpHeaders; body?: unknown };
  return { status: code, headers: headers ?? {}, body };
}
