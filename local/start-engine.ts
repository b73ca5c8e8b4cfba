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

/** Starts the dev server, unless TEMPORAL_ADDRESS names a server that runs already. */
export async function startEngine(start: StartContext): Promise<void> {
  const { dataFolder, environment, machine } = start;
  if (machine.given('TEMPORAL_ADDRESS') !== null) return;
  const { version } = createRequire(import.meta.url)('@temporalio/worker/package.json') as { version: string };
  const binary = await findTemporalBinary(temporalCli, {
    searchPath: machine.searchPath,
    cacheFolder: machine.cacheFolder,
    sdkVersion: version,
    platform: `${platform()}-${arch()}`,
    progress: start.progress,
    signal: start.signal,
  });
  const part = temporalPart(dataFolder, binary, {
    database: join(dataFolder, `temporal-${await versionOf(binary)}.db`),
    searchAttributes: searchAttributePairs(),
    environment,
    ports: start.run.ports,
  });
  await start.supervisor.keep(part);
}

/** One version's database file is not migrated by another, so its name bears the version. */
async function versionOf(binary: string): Promise<string> {
  const { stdout } = await run(binary, ['--version']);
  return /version (\S+)/.exec(stdout)?.[1] ?? 'unknown';
}
