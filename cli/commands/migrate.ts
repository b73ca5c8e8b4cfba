import type { Command } from 'commander';
import { action, command } from '../command.ts';
import { findRunningSystem } from '../running-system.ts';

/** `kept migrate`: brings the schema up to date. */
export function migrateCommand(): Command {
  return command('migrate', { summary: 'bring the schema up to date', example: 'kept migrate' }).action(
    action(async (output, options) => {
      const { config } = await findRunningSystem(options);
      const { migrate } = await import('../../db/migrate.ts');
      const ran = await migrate(config.databaseUrl);
      output.result({ ran }, ran.length === 0 ? 'The schema is up to date.' : ran.map((name) => `Ran ${name}.`));
    }),
  );
}
