import type { Command } from 'commander';
import { action, command, type CommonOptions } from '../command.ts';
import { withDatabase } from '../with-database.ts';

/** `kept explain visit`: the whole story of a visit, a recall or an order. */
export function explainVisitCommand(): Command {
  return command('visit', {
    summary:
      'the whole story of a visit, a recall or an order: its messages, what happened, and what its workflow says',
    example: 'kept explain visit 0199a000-0000-7000-8000-000000000000',
  })
    .argument('<id>', 'its id, as the staff API and its workflow bear it')
    .action(
      action<CommonOptions, [string]>(async (output, options, id) => {
        const [
          { explainSubjectById },
          { openTemporalClient },
          { temporalEngine },
          { engineView },
          { storyPageJson, storyLines },
        ] = await Promise.all([
          import('../../operations/explaining/explain-subject.ts'),
          import('../../worker/temporal-connection.ts'),
          import('../../api/temporal-engine.ts'),
          import('../../api/staff/engine-view.ts'),
          import('../visit-story.ts'),
        ]);
        await withDatabase(options, async (db, { config, environment }) => {
          const story = await explainSubjectById(db, id);
          const { client, connection } = openTemporalClient(environment);
          try {
            const engine = await engineView({ config, engine: temporalEngine(client) }, story);
            output.result(storyPageJson(story, engine), storyLines(story, engine));
          } finally {
            await connection.close();
          }
        });
      }),
    );
}
