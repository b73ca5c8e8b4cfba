import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { readMachine } from '../../config.ts';

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `kept` with these arguments until it ends, its environment changed as given; an empty value is as good as none. */
export function runKept(
  args: readonly string[],
  changes: Readonly<Record<string, string>> = {},
  input = '',
): Promise<Ended> {
  const bin = fileURLToPath(new URL('../../bin/kept.mjs', import.meta.url));
  const env = readMachine().environmentWith(changes);
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [bin, ...args], { env }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, stdout, stderr });
    });
    child.stdin?.end(input);
  });
}
