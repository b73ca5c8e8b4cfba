import type { Machine } from '../config.ts';
import type { Progress } from './progress.ts';
import type { RunFile } from './run-file.ts';
import type { Supervisor } from './supervisor.ts';

/** What starting a part needs to know. */
export interface StartContext {
  readonly dataFolder: string;
  readonly clusterFolder: string;
  readonly machine: Machine;
  readonly progress: Progress;
  readonly run: RunFile;
  /** What `run` says, over this process's own. */
  readonly environment: NodeJS.ProcessEnv;
  readonly supervisor: Supervisor;
  readonly signal: AbortSignal;
}
