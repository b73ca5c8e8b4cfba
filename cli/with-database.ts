import type { Database } from '../db/database.ts';
import type { CommonOptions } from './command.ts';
import { findRunningSystem, type RunningSystem } from './running-system.ts';

/** Does a command's work on the database of the system that its options name, and closes it whatever comes of it. */
export async function withDatabase<T>(
  options: CommonOptions,
  work: (db: Database, system: RunningSystem) => Promise<T>,
): Promise<T> {
  const system = await findRunningSystem(options);
  const { openDatabase } = await import('../db/database.ts');
  const db = openDatabase({ url: system.config.databaseUrl, poolSize: 1, applicationName: 'kept' });
  try {
    return await work(db, system);
  } finally {
    await db.close();
  }
}
