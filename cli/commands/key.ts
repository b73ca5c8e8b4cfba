import type { Command } from 'commander';
import { action, command, commandGroup, type CommonOptions } from '../command.ts';
import { withDatabase } from '../with-database.ts';

interface KeyOptions extends CommonOptions {
  readonly name: string;
  readonly practice?: string;
}

/** `kept key`: tokens for the staff API. */
export function keyCommand(): Command {
  const add = command('add', {
    summary: 'make a token for the staff API and print it, this once',
    example: 'kept key add --practice tidewater --name "front desk"',
  })
    .requiredOption('--name <name>', 'who or what will use it')
    .option('--practice <slug>', 'the practice that it opens; without it the token opens every practice')
    .action(
      action<KeyOptions>(async (output, options) => {
        const { addApiKey } = await import('../../operations/practices/add-api-key.ts');
        const key = { name: options.name, practiceSlug: options.practice ?? null };
        const { token } = await withDatabase(options, (db) => addApiKey(db, key));
        output.say('This is shown once; only its hash is kept.');
        output.result({ token }, token);
      }),
    );
  return commandGroup('key', 'tokens for the staff API', [add]);
}
