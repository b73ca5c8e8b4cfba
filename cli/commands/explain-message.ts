import type { Command } from 'commander';
import { action, command, type CommonOptions } from '../command.ts';
import { withDatabase } from '../with-database.ts';

/** `kept explain message`: why a message was or was not sent. */
export function explainMessageCommand(): Command {
  return command('message', {
    summary: 'why a message was or was not sent, step by step',
    example: 'kept explain message 0199a000-0000-7000-8000-000000000000',
  })
    .argument('<id>', 'the message’s id, as the staff API bears it')
    .action(
      action<CommonOptions, [string]>(async (output, options, id) => {
        const [{ explainMessageById }, { messagePageJson }, { messageLines }] = await Promise.all([
          import('../../operations/explaining/explain-message.ts'),
          import('../../api/schemas/message-page.ts'),
          import('../message-story.ts'),
        ]);
        const story = await withDatabase(options, (db) => explainMessageById(db, id));
        output.result(messagePageJson(story), messageLines(story));
      }),
    );
}
