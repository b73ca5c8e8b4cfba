import { writeRunFile, type RunFile } from './run-file.ts';

/** The run file of a system that runs: what changes is written, one write after the other. */
export interface RunRecord {
  change(changes: Partial<RunFile>): void;
  /** Resolves when all changes so far are written. */
  written(): Promise<void>;
}

export function keepRunRecord(dataFolder: string, start: RunFile): RunRecord {
  let run = start;
  let writing = writeRunFile(dataFolder, run);
  return {
    change(changes) {
      run = { ...run, ...changes };
      writing = writing.then(() => writeRunFile(dataFolder, run));
    },
    written: () => writing,
  };
}
