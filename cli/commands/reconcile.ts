import type { Command } from 'commander';
import { action, command } from '../command.ts';
import { withDatabase } from '../with-database.ts';

/** `kept reconcile`: asks the carriers about the last day's hand-overs. A running worker does it every night by itself. */
export function reconcileCommand(): Command {
  return command('reconcile', {
    summary: "hold the last day's hand-overs against the carriers' logs",
    example: 'kept reconcile --json',
  }).action(
    action(async (output, options) => {
      const [{ createChannels }, { reconcile }] = await Promise.all([
        import('../../channels/create-channels.ts'),
        import('../../operations/sending/reconcile.ts'),
      ]);
      const found = await withDatabase(options, (db, { config }) =>
        reconcile({
          db,
          channels: createChannels(config.carriers, config.publicUrl),
          settleLagMs: config.settleLagMs,
        }),
      );
      output.result(found, [
        `${found.agreed} hand-overs that both have; of ${found.reported} the carrier knew more.`,
        `${found.found} that the carrier has and we took for absent or lost, put right.`,
        `${found.missing} that we have as taken and the carrier does not know: on the worklist.`,
        `${found.strangers} that the carrier has and we did not hand over: who else uses these numbers?`,
        ...(found.unheard === 0
          ? []
          : [`${found.unheard} emails that were taken and of which no event came: does the event webhook reach us?`]),
        ...(found.unread === 0
          ? []
          : [`${found.unread} senders whose carrier could not be asked; \`kept doctor\` says why.`]),
      ]);
    }),
  );
}
