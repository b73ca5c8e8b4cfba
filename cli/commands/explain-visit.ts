import type { Command } from 'commander';
import { action, command, type CommonOptions } from '../command.ts';
import { withDatabase } from '../with-database.ts';

/** `kept explain visit`: the whole story of a visit. */
export function explainVisitCommand(): Command {
  return command('visit', {
    summary: 'the whole story of a visit: its messages, what happened, and what its workflow says',
    example: 'kept explain visit 0199a000-0000-7000-8000-000000000000',
  })
    .argument('<id>', 'the visit’s id, as the staff API and its workflow bear it')
    .action(
      action<CommonOptions, [string]>(async (output, options, id) => {
        const [
          { explainVisitById },
          { openTemporalClient },
          { temporalEngine },
          { engineView },
          { visitPageJson },
          story,
        ] = await Promise.all([
          import('../../operations/explaining/explain-visit.ts'),
          import('../../worker/temporal-connection.ts'),
          import('../../api/temporal-engine.ts'),
          import('../../api/staff/engine-view.ts'),
          import('../../api/schemas/visit-page.ts'),
          import('../visit-story.ts'),
        ]);
        await withDatabase(options, async (db, { config, environment }) => {
          const visit = await explainVisitById(db, id);
          const { client, connection } = openTemporalClient(environment);
          try {
            const engine = await engineView({ config, engine: temporalEngine(client) }, visit);
            output.result(visitPageJson(visit, engine), story.visitLines(visit, engine));
          } finally {
            await connection.close();
          }
        });
      }),
    );
}
