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

/**
 * A server that takes the carrier's webhooks, verifies each with our own code, and answers with `status`, or where `twiml` has
 * something for the address, with that.
 */
export async function aWebhook(
  token: string,
  status = 204,
  port = 0,
  twiml: (path: string, form: URLSearchParams | null) => string | null = () => null,
): Promise<AWebhook> {
  const posted: Posted[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const path = request.url ?? '';
      const signature = String(request.headers['x-twilio-signature'] ?? '');
      const body = Buffer.concat(chunks).toString('utf8');
      const form = readSignedForm({ address: url + path, signature, body }, [token]);
      posted.push({ path, form });
      const answer = twiml(path, form);
      if (answer === null) response.writeHead(status).end();
      else response.writeHead(200, { 'content-type': 'text/xml' }).end(answer);
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
