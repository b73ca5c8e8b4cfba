import { spawn } from 'node:child_process';
import { expect, test, vi } from 'vitest';
import { withStarter } from '../../environment/with-starter.ts';

test.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
  'a server ends when its starter is ended by %s',
  async (signal) => {
    const { command, args } = withStarter({ command: 'sleep', args: ['600'], environment: {} });
    const starter = spawn(process.execPath, [
      '-e',
      `const server = require('node:child_process').spawn(${JSON.stringify(command)}, ${JSON.stringify(args)}, { stdio: 'ignore' });
     console.log(server.pid);`,
    ]);
    const server = Number(await new Promise<Buffer>((resolve) => starter.stdout.once('data', resolve)));
    expect(isAlive(server)).toBe(true);
    starter.kill(signal);
    await vi.waitUntil(() => !isAlive(server), { timeout: 40_000 });
  },
);

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
