import { resolve } from 'node:path';
import type { Config } from '../config.ts';
import { Fault } from '../domain/fault.ts';
import { isKeptStart } from '../local/process-table.ts';
import { readRunFile, type RunFile } from '../local/run-file.ts';
import type { CommonOptions } from './command.ts';

/** What a command works on: the configuration, and the environment that it came from for the libraries that read their own. */
export interface RunningSystem {
  readonly config: Config;
  readonly environment: NodeJS.ProcessEnv;
  /** Of the local run; null where DATABASE_URL named the system. */
  readonly run: RunFile | null;
}

/**
 * The system that DATABASE_URL and the other variables name; where that is not set, the one that `kept start` runs in the data
 * folder. Throws `not_configured`, saying what to do, where there is neither.
 */
export async function findRunningSystem(options: Pick<CommonOptions, 'data'>): Promise<RunningSystem> {
  // Its schema library takes 0.2 s to load, which `kept --help` does not wait for.
  const { readConfig, readMachine } = await import('../config.ts');
  const machine = readMachine();
  const given = readConfig();
  if (given.databaseUrl !== '') return { config: given, environment: machine.environmentWith({}), run: null };
  const folder = resolve(options.data);
  const run = await readRunFile(folder);
  if (run === null || !(await isKeptStart(run.pid))) {
    throw new Fault(
      'not_configured',
      `Nothing runs in ${folder}: run \`kept start\` first, name its folder with --data, or set DATABASE_URL.`,
    );
  }
  const environment = machine.environmentWith(run.environment);
  return { config: readConfig(environment), environment, run };
}
