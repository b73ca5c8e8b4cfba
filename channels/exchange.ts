import { AsyncLocalStorage } from 'node:async_hooks';

/** What is known of one request while it runs: the client notes here what the carrier's own package does not hand on. */
export interface Exchange {
  /** Asked in the same tick in which the request would be written; false means that it must not be. */
  readonly mayWrite: () => boolean;
  /** Stays false as long as no byte of the request can have left. */
  written: boolean;
  /** The request was held back because `mayWrite` said no. */
  heldBack: boolean;
  /** The status of the answer, or null while there is none. */
  status: number | null;
  /** The answer's `Retry-After`, as written. */
  retryAfter: string | null;
}

/**
 * Ties a request of the carrier's package to its exchange. The package has no place to pass one through, and its client must
 * be one object for all requests, or no connection is ever used twice.
 */
export interface Exchanges {
  run<T>(exchange: Exchange, work: () => Promise<T>): Promise<T>;
  current(): Exchange | null;
}

export function createExchanges(): Exchanges {
  const storage = new AsyncLocalStorage<Exchange>();
  return {
    run: (exchange, work) => storage.run(exchange, work),
    current: () => storage.getStore() ?? null,
  };
}

/** An exchange of which nothing has happened yet. */
export function startExchange(mayWrite: () => boolean): Exchange {
  return { mayWrite, written: false, heldBack: false, status: null, retryAfter: null };
}
