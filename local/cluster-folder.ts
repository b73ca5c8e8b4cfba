import { createHash } from 'node:crypto';
import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isReachable, postgresAccount } from './postgres-account.ts';

/** Where things go that the server's account must reach and cannot where they belong: only ever for root. Made where it is not. */
export async function reachableFolder(): Promise<string> {
  const folder = '/var/lib/kept';
  await mkdir(folder, { recursive: true });
  // Whatever the mask says: the account that must pass through it is another one.
  await chmod(folder, 0o755);
  return folder;
}

/** The cluster of a data folder: in it, or where root's data folder is closed to the server's account, beside others of its kind. */
export async function clusterFolderOf(dataFolder: string): Promise<string> {
  const inside = join(dataFolder, 'postgres');
  if (await isReachable(dataFolder, await postgresAccount(inside))) return inside;
  const name = createHash('sha256').update(dataFolder).digest('hex').slice(0, 12);
  return join(await reachableFolder(), `postgres-of-${name}`);
}
