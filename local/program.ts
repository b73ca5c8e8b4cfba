import { spawn, type ChildProcess } from 'node:child_process';

/** A program with all that it is started with. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Another account to run as; only root can. */
  readonly uid?: number;
  readonly gid?: number;
}

export interface Streams {
  /** A file descriptor for standard output and error. */
  readonly log: number | null;
  /** Whether it hears by a channel when whoever started it is gone. */
  readonly tied: boolean;
}

/**
 * Starts a program in a process group of its own: Ctrl-C reaches a whole group, and whoever started this decides in which order
 * things end.
 */
export function spawnProgram(program: Program, streams: Streams): ChildProcess {
  const log = streams.log ?? 'ignore';
  return spawn(program.command, program.args, {
    detached: true,
    env: program.environment,
    stdio: streams.tied ? ['ignore', log, log, 'ipc'] : ['ignore', log, log],
    ...(program.cwd === undefined ? {} : { cwd: program.cwd }),
    ...(program.uid === undefined ? {} : { uid: program.uid }),
    ...(program.gid === undefined ? {} : { gid: program.gid }),
  });
}
