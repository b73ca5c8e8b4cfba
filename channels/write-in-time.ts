import http from 'node:http';
import https from 'node:https';
import type { Exchange, Exchanges } from './exchange.ts';

/** What the carriers' packages send their requests through: the one piece of axios that they let us replace. */
export interface Transport {
  request(options: http.RequestOptions, answered: (response: http.IncomingMessage) => void): http.ClientRequest;
}

/**
 * Writes a request only where the exchange that is under way says that it still may be, and notes there whether it was. It needs
 * `createConnectedAgents`: by a socket that is still connecting nobody can say when the request is written.
 */
export function createTransport(exchanges: Exchanges): Transport {
  return {
    request(options, answered) {
      const request = (options.protocol === 'https:' ? https : http).request(options, answered);
      const exchange = exchanges.current();
      if (exchange !== null) request.once('socket', () => writeOrHoldBack(request, exchange));
      return request;
    },
  };
}

/** Node writes a request in the tick in which it gets its socket, right after this. */
function writeOrHoldBack(request: http.ClientRequest, exchange: Exchange): void {
  if (exchange.mayWrite()) {
    exchange.written = true;
    return;
  }
  exchange.heldBack = true;
  request.destroy(new Error('Too late to write this request.'));
}
