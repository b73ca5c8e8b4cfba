import closeWithGrace from 'close-with-grace';
import { buildApp } from './app.ts';
import type { ApiDependencies } from './dependencies.ts';

/** Where to listen. */
export interface Listening {
  readonly host: string;
  /** 0 takes any that is free. */
  readonly port: number;
}

/**
 * Listens, and on SIGTERM or SIGINT answers what is under way before it ends; `release` then gives back what the API was built
 * on. Returns the address.
 */
export async function startServer(deps: ApiDependencies, at: Listening, release: () => Promise<void>): Promise<string> {
  const app = buildApp(deps);
  closeWithGrace({ delay: 10_000, logger: deps.logger }, async () => {
    await app.close();
    await release();
  });
  return app.listen({ host: at.host, port: at.port });
}
