import { spawn } from 'node:child_process';
import { readMachine } from '../../config.ts';

/** Runs a script in a shell that ends at the first command that fails; throws all that was said where one does. */
export async function runShell(script: string, variables: Readonly<Record<string, string>>): Promise<string> {
  const child = spawn('bash', ['-e', '-u', '-o', 'pipefail'], {
    env: readMachine().environmentWith(variables),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stdin.end(script);
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new Error(`The script ended with ${String(code)}:\n${said}`);
  return said;
}
