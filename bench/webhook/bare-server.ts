import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import postgres from 'postgres';
import { readSignedForm } from '../../channels/twilio/signed-form.ts';
import { carrierAccount } from '../carrier-account.ts';

/**
 * The least that takes in a webhook: Node's own server, the signature over address and form, one row. A process of its own, as the
 * API is; it says its port to whoever forked it. Its database is its one argument.
 */
const sql = postgres(process.argv[2] ?? '', { max: 10, onnotice: () => undefined });
await sql`CREATE TABLE IF NOT EXISTS bench_webhooks (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, form jsonb NOT NULL)`;
let address = '';

const server = createServer((request, response) => {
  void text(request)
    .then(async (body) => {
      const signature = String(request.headers['x-twilio-signature']);
      const form = readSignedForm({ address: address + String(request.url), signature, body }, [
        carrierAccount.authToken,
      ]);
      if (form === null) return response.writeHead(403).end();
      await sql`INSERT INTO bench_webhooks (form) VALUES (${sql.json(Object.fromEntries(form))})`;
      return response.writeHead(204).end();
    })
    .catch(() => response.writeHead(503).end());
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  address = `http://127.0.0.1:${String(port)}`;
  process.send?.(address);
});
