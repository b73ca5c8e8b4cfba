import type { Command } from 'commander';
import { action, command } from '../command.ts';
import { findRunningSystem } from '../running-system.ts';
import { withDatabase } from '../with-database.ts';

/** `kept migrate`: brings the schema up to date, and every practice to the words that ship. */
export function migrateCommand(): Command {
  return command('migrate', {
    summary: 'bring the schema up to date, and give practices the words of new kinds',
    example: 'kept migrate',
  }).action(
    action(async (output, options) => {
      const { config } = await findRunningSystem(options);
      const { migrate } = await import('../../db/migrate.ts');
      const { addShippedWords } = await import('../../operations/practices/add-shipped-words.ts');
      const ran = await migrate(config.databaseUrl);
      const givenWords = await withDatabase(options, addShippedWords);
      output.result({ ran, givenWords }, [
        ...(ran.length === 0 ? ['The schema is up to date.'] : ran.map((name) => `Ran ${name}.`)),
        ...(givenWords === 0 ? [] : [`Words that ship are new to practices, and were given to them: ${givenWords}.`]),
      ]);
    }),
  );
}
