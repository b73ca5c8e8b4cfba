import { readFileSync } from 'node:fs';
import type { Program } from '../../local/program.ts';

/**
 * The script itself rather than its path: an account that a server runs as may not reach the checkout. Without its comments, so
 * that it can stand in quotes.
 */
const script = readFileSync(new URL('with-starter.sh', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => !line.startsWith('#'))
  .join('\n');

/** The program, bound to end with the process that starts it, also when that is killed. */
export function withStarter(program: Program): Program {
  return { ...program, command: '/bin/sh', args: ['-c', script, 'with-starter', program.command, ...program.args] };
}
