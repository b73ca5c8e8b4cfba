import type { Database } from '../../db/database.ts';
import { findPendingMigrations } from '../../db/schema-state.ts';
import { findServerVersion } from '../../db/system-state.ts';
import { Fault } from '../../domain/fault.ts';
import { check, type Check } from './check.ts';

/** A practice that is nobody's: its transaction sees nothing. */
const nobody = '00000000-0000-0000-0000-000000000000';

export async function checkDatabase(db: Database): Promise<Check[]> {
  const server = await check('database', async () => {
    const version = await db.acrossPractices(findServerVersion);
    if (version < 180_000)
      throw new Fault('not_configured', `PostgreSQL 18 or newer is needed; this is ${String(version)}.`);
    return `PostgreSQL ${String(Math.floor(version / 10_000))} answers.`;
  });
  if (!server.ok) return [server];
  return [
    server,
    await check('schema', async () => {
      const pending = await db.acrossPractices(findPendingMigrations);
      if (pending.length > 0)
        throw new Fault('not_configured', `Run \`kept migrate\`: it has yet to run ${pending.join(', ')}.`);
      return 'The schema is up to date.';
    }),
    await check('roles', async () => {
      await Promise.all([db.inPractice(nobody, findServerVersion), db.asLoader(nobody, findServerVersion)]);
      return 'The login may act as each of the three roles.';
    }),
  ];
}
