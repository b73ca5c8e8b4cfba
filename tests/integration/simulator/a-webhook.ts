import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readSignedForm } from '../../../channels/twilio/signed-form.ts';

/** What a carrier posted, as our own verifier read it; null where it found no good signature. */
interface Posted {
  readonly path: string;
  readonly form: URLSearchParams | null;
}

export interface AWebhook {
  readonly url: string;
  readonly posted: readonly Posted[];
  close(): Promise<void>;
}

/** A server that takes the carrier's webhooks, verifies each with our own code, and answers with `status`. */
export async function aWebhook(token: string, status = 204, port = 0): Promise<AWebhook> {
  const posted: Posted[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const path = request.url ?? '';
      const signature = String(request.headers['x-twilio-signature'] ?? '');
      const body = Buffer.concat(chunks).toString('utf8');
      posted.push({ path, form: readSignedForm({ address: url + path, signature, body }, [token]) });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    url,
    posted,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
