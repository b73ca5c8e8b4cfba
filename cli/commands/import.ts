import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { SyncReport } from '../../operations/sync/sync-feed.ts';
import { action, command, type CommonOptions } from '../command.ts';
import { withDatabase } from '../with-database.ts';

interface ImportOptions extends CommonOptions {
  readonly practice: string;
  readonly dryRun?: boolean;
  readonly acceptLosses?: boolean;
}

/** `kept import`: takes one export of a practice's PMS, a folder or a file. */
export function importCommand(): Command {
  return command('import', {
    summary:
      'take an export of a practice’s PMS: a folder with appointments*.csv, recalls*.csv, orders*.csv, or one file',
    example: 'kept import examples/feeds/riverside --practice riverside --dry-run',
  })
    .argument('<path>', 'the folder or file')
    .requiredOption('--practice <slug>', 'whose export it is')
    .option('--dry-run', 'show what would happen, and change nothing')
    .option('--accept-losses', 'also take it where a facility or provider loses half of its visits')
    .action(
      action<ImportOptions, [string]>(async (output, options, given) => {
        const [
          { findPractice },
          { csvFeed },
          { syncFeed, syncLists, trySync },
          { importDocument, importLines },
          { Fault },
        ] = await Promise.all([
          import('../../operations/practices/find-practice.ts'),
          import('../../feeds/csv/csv-feed.ts'),
          import('../../operations/sync/sync-feed.ts'),
          import('../import-report.ts'),
          import('../../domain/fault.ts'),
        ]);
        const path = resolve(given);
        const reports: SyncReport[] = await withDatabase(options, async (db) => {
          const practice = await findPractice(db, options.practice);
          const sync = options.dryRun ? trySync : syncFeed;
          const how = { source: 'command', path, acceptLosses: options.acceptLosses ?? false } as const;
          return syncLists(db, practice.id, csvFeed(path, practice.timeZone), how, sync);
        });
        const dryRun = options.dryRun ?? false;
        output.result(importDocument(reports, dryRun), importLines(reports, dryRun));
        const refused = reports.find(({ run }) => run.state !== 'applied' && run.state !== 'applying');
        if (refused !== undefined) throw new Fault('feed_refused', refused.run.advice ?? 'The feed was not taken.');
      }),
    );
}
