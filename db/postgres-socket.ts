import { connect, type Socket } from 'node:net';

/** Where a server is, as the library hands it on: hosts and ports side by side, or the path of a Unix socket. */
interface Where {
  readonly host: readonly string[];
  readonly port: readonly number[];
  readonly path?: string | false;
}

/**
 * The option that makes a pool's sockets, which the library's types leave out. The library (3.4.9) forgets a socket as soon as it is closed, and only then lets what waits for it
 * fail; the `rollback` that follows such a failure is written to nothing, which ends the process, or stays in a buffer that is never
 * emptied again, so that the connection cannot be opened any more. So the end of a socket is told in two steps: first that it
 * failed, while what is still written to it is let go; then, once nothing can be about to be written, that it is closed.
 * @see https://github.com/porsager/postgres/issues/1208
 */
export function postgresSockets(): { readonly socket: (where: Where) => Socket } {
  let next = 0;
  return {
    socket({ host, port, path }) {
      const index = next % host.length;
      next += 1;
      const socket =
        typeof path === 'string' ? connect(path) : connect(port[index] ?? 5432, host[index] ?? 'localhost');
      // Over TLS the library checks the certificate for this name.
      return tellEndInTwoSteps(Object.assign(socket, { host: host[index] }));
    },
  };
}

function tellEndInTwoSteps(socket: Socket): Socket {
  const emit = socket.emit.bind(socket) as (event: string | symbol, ...what: unknown[]) => boolean;
  socket.emit = (event: string | symbol, ...what: unknown[]): boolean => {
    if (event !== 'close') return emit(event, ...what);
    emit('error', Object.assign(new Error('The connection was closed.'), { code: 'CONNECTION_CLOSED' }));
    setImmediate(() => setImmediate(() => emit('close', false)));
    return true;
  };
  return socket;
}
