import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { searchAttributePairs } from '../worker/search-attributes.ts';
import { temporalPart } from './parts.ts';
import { temporalCli } from './pinned-wheels.ts';
import type { StartContext } from './start-context.ts';
import { findTemporalBinary } from './temporal-binary.ts';

const run = promisify(execFile);

export interface StartedEngine {
  /** A file that says, by being there, that this engine's database is the one that was told the plans; null where it is not ours. */
  readonly toldMark: string | null;
}

/** Starts the dev server, unless TEMPORAL_ADDRESS names a server that runs already. */
export async function startEngine(start: StartContext): Promise<StartedEngine> {
  const { dataFolder, environment, machine } = start;
  if (machine.given('TEMPORAL_ADDRESS') !== null) return { toldMark: null };
  const { version } = createRequire(import.meta.url)('@temporalio/worker/package.json') as { version: string };
  const binary = await findTemporalBinary(temporalCli, {
    searchPath: machine.searchPath,
    cacheFolder: machine.cacheFolder,
    sdkVersion: version,
    platform: `${platform()}-${arch()}`,
    progress: start.progress,
    signal: start.signal,
  });
  const database = join(dataFolder, `temporal-${await versionOf(binary)}.db`);
  const part = temporalPart(dataFolder, binary, {
    database,
    searchAttributes: searchAttributePairs(),
    environment,
    ports: start.run.ports,
  });
  await start.supervisor.keep(part);
  return { toldMark: `${database}.told` };
}

/** One version's database file is not migrated by another, so its name bears the version. */
async function versionOf(binary: string): Promise<string> {
  const { stdout } = await run(binary, ['--version']);
  return /version (\S+)/.exec(stdout)?.[1] ?? 'unknown';
}
