import { fileURLToPath } from 'node:url';
import type { Program } from '../../local/program.ts';

const script = fileURLToPath(new URL('with-starter.sh', import.meta.url));

/** The program, bound to end with the process that starts it, also when that is killed. */
export function withStarter(program: Program): Program {
  return { ...program, command: '/bin/sh', args: [script, program.command, ...program.args] };
}
