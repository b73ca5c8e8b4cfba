import { createServer } from 'node:net';

/** Whether nobody listens on this port of this machine. */
export function isFree(port: number): Promise<boolean> {
  return listenOn(port).then(
    () => true,
    () => false,
  );
}

/** A port that nobody listens on now. */
export function anyFreePort(): Promise<number> {
  return listenOn(0);
}

/** The first free port from `from` on, as documented defaults are stepped over when they are taken. */
export async function freePortFrom(from: number): Promise<number> {
  for (let port = from; port < 65536; port += 1) if (await isFree(port)) return port;
  return anyFreePort();
}

function listenOn(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1' }, () => {
      const address = server.address();
      const taken = typeof address === 'object' && address !== null ? address.port : port;
      server.close(() => resolve(taken));
    });
  });
}
