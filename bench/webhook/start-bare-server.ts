import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface BareServer {
  readonly address: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts `bare-server.ts` as a process of its own on this database. */
export async function startBareServer(databaseUrl: string): Promise<BareServer> {
  const child = fork(fileURLToPath(new URL('bare-server.ts', import.meta.url)), [databaseUrl], {
    execArgv: ['--import', 'tsx'],
  });
  const ended = once(child, 'exit');
  const said: unknown[] = await Promise.race([once(child, 'message'), ended]);
  const [address] = said;
  if (typeof address !== 'string' || child.pid === undefined) throw new Error('The bare server did not start.');
  return {
    address,
    pid: child.pid,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
