import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { promisify } from 'node:util';
import { Fault } from '../domain/fault.ts';

const run = promisify(execFile);

/** Who the PostgreSQL server runs as; nulls where that is whoever runs this process. */
export interface PostgresAccount {
  readonly uid: number | null;
  readonly gid: number | null;
}

/**
 * PostgreSQL refuses to run as root. Root starts it as the owner of a cluster that exists, else as `postgres`, else as `nobody`,
 * which every system has. No account is made.
 */
export async function postgresAccount(cluster: string): Promise<PostgresAccount> {
  if (process.getuid?.() !== 0) return { uid: null, gid: null };
  const owner = await stat(cluster).catch(() => null);
  if (owner !== null && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  for (const name of ['postgres', 'nobody']) {
    try {
      const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
      return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
    } catch {
      continue; // There is no such account here.
    }
  }
  throw new Fault(
    'not_configured',
    'PostgreSQL does not run as root, and this machine has neither a `postgres` nor a `nobody` account.',
  );
}

/** Whether the account may pass every folder on the way to `path`; what does not exist yet hinders nobody. */
export async function isReachable(path: string, account: PostgresAccount): Promise<boolean> {
  if (account.uid === null) return true;
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    const found = await stat(folder).catch(() => null);
    if (found !== null) {
      const shift = found.uid === account.uid ? 6 : found.gid === account.gid ? 3 : 0;
      if (((found.mode >> shift) & 1) === 0) return false;
    }
    if (folder === dirname(folder)) return true;
  }
}
