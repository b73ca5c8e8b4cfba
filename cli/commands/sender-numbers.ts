import type { Command } from 'commander';
import { action, command, type CommonOptions } from '../command.ts';
import { withDatabase } from '../with-database.ts';

/** `kept practice numbers`: which numbers a messaging service has, so that who calls one back reaches the practice. */
export function senderNumbersCommand(): Command {
  return command('numbers', {
    summary: 'write which numbers a messaging service has, in place of those before',
    example: 'kept practice numbers riverside MG0123456789abcdef0123456789abcdef +17575550101 +17575550102',
  })
    .argument('<slug>', 'the practice')
    .argument('<service>', 'the messaging service, as its file names it')
    .argument('<numbers...>', 'all of its numbers')
    .action(
      action<CommonOptions, [string, string, string[]]>(async (output, options, slug, service, numbers) => {
        const { setSenderNumbers } = await import('../../operations/practices/set-sender-numbers.ts');
        await withDatabase(options, (db) => setSenderNumbers(db, slug, { service, numbers }));
        output.result({ slug, service, numbers }, [
          `Who calls one of these ${String(numbers.length)} numbers is answered for ${slug}.`,
        ]);
      }),
    );
}
