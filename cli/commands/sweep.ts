import type { Command } from 'commander';
import { action, command } from '../command.ts';
import { withDatabase } from '../with-database.ts';

/** `kept sweep`: looks now for what should have moved and did not. A running worker does it every few minutes by itself. */
export function sweepCommand(): Command {
  return command('sweep', {
    summary: 'find what should have moved and did not, and move it',
    example: 'kept sweep --json',
  }).action(
    action(async (output, options) => {
      const [{ createChannels }, { sweep }] = await Promise.all([
        import('../../channels/create-channels.ts'),
        import('../../operations/sending/sweep.ts'),
      ]);
      const found = await withDatabase(options, (db, { config }) =>
        sweep({ db, channels: createChannels(config.carriers, config.publicUrl), settleLagMs: config.settleLagMs }),
      );
      output.result(found, [
        `Hand-overs in doubt: ${found.taken} found at the carrier, ${found.notTaken} proven absent and put back, ${found.unknown} given up for unknown, ${found.inDoubt} still open.`,
        `Sent without a report: of ${found.reported} the carrier knew more, ${found.vanished} it does not know.`,
        `Overdue: ${found.overdue} subjects told to the engine again.`,
        `Behind: ${found.untold} plans that the engine lacked, marked again.`,
        `Unread: ${found.unread} texts and reports of carriers that were stored and no worker reads.`,
        `Silent: ${found.silent} messages that no word came of, which another channel may stand in for.`,
      ]);
    }),
  );
}
