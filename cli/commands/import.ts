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
    summary: 'take an export of a practice’s PMS: a folder with appointments*.csv, or one file',
    example: 'kept import examples/feeds/riverside --practice riverside --dry-run',
  })
    .argument('<path>', 'the folder or file')
    .requiredOption('--practice <slug>', 'whose export it is')
    .option('--dry-run', 'show what would happen, and change nothing')
    .option('--accept-losses', 'also take it where a facility or provider loses half of its visits')
    .action(
      action<ImportOptions, [string]>(async (output, options, given) => {
        const [{ findPractice }, { csvFeed }, { syncFeed, trySync }, { importDocument, importLines }, { Fault }] =
          await Promise.all([
            import('../../operations/practices/find-practice.ts'),
            import('../../feeds/csv/csv-feed.ts'),
            import('../../operations/sync/sync-feed.ts'),
            import('../import-report.ts'),
            import('../../domain/fault.ts'),
          ]);
        const path = resolve(given);
        const report: SyncReport = await withDatabase(options, async (db) => {
          const practice = await findPractice(db, options.practice);
          return (options.dryRun ? trySync : syncFeed)(db, practice.id, csvFeed(path, practice.timeZone), {
            source: 'command',
            path,
            acceptLosses: options.acceptLosses ?? false,
          });
        });
        const dryRun = options.dryRun ?? false;
        output.result(importDocument(report, dryRun), importLines(report, dryRun));
        if (report.run.state !== 'applied' && report.run.state !== 'applying') {
          throw new Fault('feed_refused', report.run.advice ?? 'The feed was not taken.');
        }
      }),
    );
}
