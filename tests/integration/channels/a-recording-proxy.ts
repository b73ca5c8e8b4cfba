import { createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Exchanged } from './published-contract.ts';

export interface ARecordingProxy {
  readonly url: string;
  readonly exchanges: readonly Exchanged[];
  /** How many connections were opened to it. */
  readonly connections: () => number;
  close(): Promise<void>;
}

/** Stands between a client and a carrier, passes everything on, and keeps what went by. */
export async function aRecordingProxy(carrierUrl: string): Promise<ARecordingProxy> {
  const exchanges: Exchanged[] = [];
  let connections = 0;
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = Buffer.concat(chunks);
      const { method = '', url = '' } = incoming;
      const onward = send(
        carrierUrl + url,
        { method, headers: { ...incoming.headers, connection: 'close' } },
        (answer) => {
          const parts: Buffer[] = [];
          answer.on('data', (part: Buffer) => parts.push(part));
          answer.on('end', () => {
            const text = Buffer.concat(parts);
            const { pathname, searchParams } = new URL(url, carrierUrl);
            const status = answer.statusCode ?? 0;
            const isJson = incoming.headers['content-type']?.startsWith('application/json') ?? false;
            const form = method === 'POST' && !isJson ? new URLSearchParams(body.toString('utf8')) : null;
            const sent: unknown = method === 'POST' && isJson ? JSON.parse(body.toString('utf8')) : null;
            const json: unknown = text.length === 0 ? null : JSON.parse(text.toString('utf8'));
            exchanges.push({ method, path: pathname, query: searchParams, form, sent, status, answer: json });
            // That its own connection ends is nothing to the client.
            outgoing.writeHead(status, { ...answer.headers, connection: 'keep-alive' }).end(text);
          });
        },
      );
      onward.end(body);
    });
  });
  server.on('connection', () => connections++);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    exchanges,
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
