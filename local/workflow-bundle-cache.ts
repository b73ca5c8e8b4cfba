import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { keptProgram } from './parts.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('..', import.meta.url));

/** Where the bundle of the workflows as they stand is, or is to be: its name bears a hash of what goes into it. */
export async function workflowBundlePath(dataFolder: string): Promise<string> {
  const folder = join(root, 'workflows');
  const sources = (await readdir(folder)).sort().map((name) => join(folder, name));
  const others = ['domain/planning/plan.ts', 'package-lock.json'].map((name) => join(root, name));
  const hash = createHash('sha256');
  for (const path of [...sources, ...others]) hash.update(await readFile(path).catch(() => ''));
  return join(dataFolder, `workflow-bundle-${hash.digest('hex').slice(0, 16)}.js`);
}

/** Builds the bundle where it is not there yet, in a process of its own: webpack takes seconds and 300 MB. */
export async function ensureWorkflowBundle(
  path: string,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<void> {
  if (await stat(path).catch(() => null)) return;
  const building = `${path}.building`;
  const { command, args } = keptProgram('build-workflows', [building], environment);
  await run(command, [...args], { env: environment, signal });
  await rename(building, path);
  await removeOthers(path);
}

async function removeOthers(path: string): Promise<void> {
  const folder = join(path, '..');
  const old = (await readdir(folder)).filter((name) => name.startsWith('workflow-bundle-') && !path.endsWith(name));
  await Promise.all(old.map((name) => rm(join(folder, name), { force: true })));
}
