import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request that a mail's link led to. */
interface PageRequest {
  readonly method: string;
  readonly path: string;
  readonly form: Readonly<Record<string, string>>;
}

export interface APageServer {
  readonly url: string;
  readonly requests: readonly PageRequest[];
  close(): Promise<void>;
}

const question = `<form method="post"><input type="hidden" name="page" value="asked &amp; fetched">
  <input name="month" required><input name="day" required><input name="year" required>
  <button name="button" value="birth_date">Decline <b>now</b></button></form>`;
const buttons = `<form method="post"><input type="hidden" name="page" value="fetched">
  <button class="yes" name="button" value="confirm">Confirm</button>
  <button class="no" name="button" value="decline">Decline</button></form>`;

/** Pages as a patient's are: two buttons, and a decline asks for the date of birth. */
export async function aPageServer(): Promise<APageServer> {
  const requests: PageRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const form = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString('utf8')));
      requests.push({ method: request.method ?? '', path: request.url ?? '', form });
      const page = request.method === 'GET' ? buttons : form['button'] === 'decline' ? question : '<p>Thank you.</p>';
      response.writeHead(200, { 'content-type': 'text/html' }).end(`<!doctype html><body>${page}</body>`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
