import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import { TLSSocket } from 'node:tls';
import { afterEach, expect, test } from 'vitest';
import { createConnectedAgents } from '../../../channels/connected-agents.ts';

/** TLS by a key that both sides know, so that no certificate is needed. */
const key = { psk: Buffer.from('a key of the test'), identity: 'test' };
const secure = { ciphers: 'PSK', maxVersion: 'TLSv1.2', minVersion: 'TLSv1.2' } as const;

let server: net.Server | null = null;
afterEach(async () => {
  if (server instanceof http.Server || server instanceof https.Server) server.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve));
});

async function listening(one: net.Server): Promise<number> {
  server = one;
  await new Promise<void>((resolve) => one.listen(0, '127.0.0.1', resolve));
  return (one.address() as AddressInfo).port;
}

interface Got {
  readonly status: number;
  readonly connecting: boolean;
  readonly secured: boolean;
  readonly reused: boolean;
}

function get(request: http.ClientRequest): Promise<Got> {
  return new Promise((resolve, reject) => {
    let atSocket = { connecting: true, secured: false };
    request.once('socket', (socket) => {
      atSocket = {
        connecting: socket.connecting,
        secured: socket instanceof TLSSocket && socket.getProtocol() === 'TLSv1.2',
      };
    });
    request.once('response', (response) => {
      response
        .resume()
        .once('end', () => resolve({ status: response.statusCode ?? 0, ...atSocket, reused: request.reusedSocket }));
    });
    request.once('error', reject);
    request.end();
  });
}

test('law 2: a request gets its socket connected, and the next one gets the same', async () => {
  const port = await listening(http.createServer((_request, response) => response.end()));
  const agent = createConnectedAgents(2000).http;
  const ask = (): Promise<Got> => get(http.request({ host: '127.0.0.1', port, agent }));
  expect(await ask()).toEqual({ status: 200, connecting: false, secured: false, reused: false });
  expect(await ask()).toEqual({ status: 200, connecting: false, secured: false, reused: true });
  agent.destroy();
});

test('law 2: over TLS it gets it once the handshake is done', async () => {
  const tls = { ...secure, pskCallback: () => key.psk };
  const port = await listening(https.createServer(tls, (_request, response) => response.end()));
  const agent = createConnectedAgents(2000).https;
  const client = { ...secure, pskCallback: () => key, checkServerIdentity: () => undefined };
  const ask = (): Promise<Got> => get(https.request({ host: '127.0.0.1', port, agent, ...client }));
  expect(await ask()).toEqual({ status: 200, connecting: false, secured: true, reused: false });
  expect(await ask()).toEqual({ status: 200, connecting: false, secured: true, reused: true });
  agent.destroy();
});

test('where nobody listens, and where the handshake never ends, the request fails without a socket', async () => {
  const { http: plain, https: tls } = createConnectedAgents(100);
  await expect(get(http.request({ host: '127.0.0.1', port: 9, agent: plain }))).rejects.toMatchObject({
    code: 'ECONNREFUSED',
  });
  const silent = await listening(net.createServer((socket) => socket.resume()));
  await expect(get(https.request({ host: '127.0.0.1', port: silent, agent: tls }))).rejects.toThrow(
    'The connection did not open in time.',
  );
});
