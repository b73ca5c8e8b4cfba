import { readdir } from 'node:fs/promises';
import type { Transaction } from './database.ts';

/** The migrations that this program brings and the database has yet to run, in their order. */
export async function findPendingMigrations(tx: Transaction): Promise<string[]> {
  const files = await readdir(new URL('migrations', import.meta.url));
  const ran = await tx.sql<{ name: string }[]>`SELECT name FROM migrations`;
  const names = new Set(ran.map(({ name }) => name));
  return files
    .filter((file) => file.endsWith('.sql'))
    .map((file) => file.slice(0, -'.sql'.length))
    .filter((name) => !names.has(name))
    .sort();
}
