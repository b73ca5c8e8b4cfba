import type { Command } from 'commander';
import { action, command } from '../command.ts';
import { withDatabase } from '../with-database.ts';

/** `kept rebuild`: fills an engine that lost its database, or a new one, from Postgres. */
export function rebuildCommand(): Command {
  return command('rebuild', {
    summary: 'fill an engine that lost its database, or another one, from PostgreSQL',
    example: 'kept rebuild',
  }).action(
    action(async (output, options) => {
      const { rebuildEngine } = await import('../../operations/sending/rebuild-engine.ts');
      const { marked } = await withDatabase(options, rebuildEngine);
      output.result(
        { marked },
        `${marked} subjects are marked; a running worker brings them to the engine. \`kept status\` counts what still waits in the outbox.`,
      );
    }),
  );
}
