import type { Command } from 'commander';
import { action, command } from '../command.ts';
import { describeStatus } from '../describe-status.ts';
import { findRunningSystem } from '../running-system.ts';

/** `kept status`: what runs, where, and how well. */
export function statusCommand(): Command {
  return command('status', { summary: 'what runs, where, and how well', example: 'kept status --json' }).action(
    action(async (output, options) => {
      const system = await findRunningSystem(options);
      const [{ openDatabase }, state, { measureTree }, { findHeldBack }] = await Promise.all([
        import('../../db/database.ts'),
        import('../../db/system-state.ts'),
        import('../../local/measure-tree.ts'),
        import('../held-back.ts'),
      ]);
      const db = openDatabase({ url: system.config.databaseUrl, poolSize: 1, applicationName: 'kept status' });
      try {
        const status = await db.acrossPractices(async (tx) => ({
          now: tx.now,
          copies: await state.findCopyStates(tx),
          outbox: await state.findOutboxState(tx),
          messages: await state.findPendingMessages(tx),
        }));
        const processes = system.run === null ? [] : await measureTree(system.run);
        const heldBack = await findHeldBack(db);
        const document = { addresses: system.run?.addresses ?? null, processes, ...status, ...heldBack };
        output.result(document, describeStatus(document));
      } finally {
        await db.close();
      }
    }),
  );
}
