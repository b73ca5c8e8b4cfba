import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { carrierAccount } from './carrier-account.ts';

/** A carrier that takes every text at once and reports nothing later. */
export interface InstantCarrier {
  /** What the system is told, so that its Twilio account is this one. */
  readonly environment: Readonly<Record<string, string>>;
  /** Called with our message's id before the carrier answers. */
  onHandOver(taken: (messageId: string) => Promise<void>): void;
  close(): Promise<void>;
}

/** Answers a text that is created as Twilio's API of 2010-04-01 does. */
export async function startInstantCarrier(): Promise<InstantCarrier> {
  let taken: (messageId: string) => Promise<void> = () => Promise.resolve();
  const server = createServer((request, response) => {
    void readHandOver(request)
      .then(async ({ messageId, fields }) => {
        await taken(messageId);
        response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify(resourceOf(fields)));
      })
      .catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    environment: {
      TWILIO_ACCOUNT_SID: carrierAccount.sid,
      TWILIO_AUTH_TOKEN: carrierAccount.authToken,
      TWILIO_BASE_URL: `http://127.0.0.1:${String(port)}`,
    },
    onHandOver: (heard) => (taken = heard),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readHandOver(request: IncomingMessage): Promise<{ messageId: string; fields: URLSearchParams }> {
  const fields = new URLSearchParams(await text(request));
  const messageId = new URL(fields.get('StatusCallback') ?? '').searchParams.get('message');
  if (messageId === null) throw new Error('The callback address names no message.');
  return { messageId, fields };
}

function resourceOf(fields: URLSearchParams): Record<string, string> {
  return {
    sid: `SM${randomBytes(16).toString('hex')}`,
    status: 'queued',
    from: fields.get('From') ?? '',
    to: fields.get('To') ?? '',
    body: fields.get('Body') ?? '',
    num_segments: '1',
    date_created: new Date().toUTCString(),
  };
}
