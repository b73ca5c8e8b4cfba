import type { Command } from 'commander';
import { Fault } from '../../domain/fault.ts';
import { action, command } from '../command.ts';
import { createProcessLog } from '../process-log.ts';

/** `kept api`: the API as a process of its own, until it is stopped. */
export function apiCommand(): Command {
  return command('api', {
    summary: 'the API: webhooks and staff API, until it is stopped',
    example: 'DATABASE_URL=… TEMPORAL_ADDRESS=… KEPT_PORT=4300 kept api',
  }).action(
    action(async (output) => {
      const [
        { readConfig, readMachine },
        { openDatabase },
        { openTemporalClient },
        { temporalEngine },
        { startServer },
      ] = await Promise.all([
        import('../../config.ts'),
        import('../../db/database.ts'),
        import('../../worker/temporal-connection.ts'),
        import('../../api/temporal-engine.ts'),
        import('../../api/server.ts'),
      ]);
      const config = readConfig();
      if (config.databaseUrl === '') throw new Fault('not_configured', 'Set DATABASE_URL.');
      const options = { url: config.databaseUrl, applicationName: 'kept api' };
      const db = openDatabase(options);
      const webhookDb = openDatabase({ ...options, plansOnce: true });
      const { client, connection } = openTemporalClient(readMachine().environmentWith({}));
      const engine = temporalEngine(client);
      const api = await startServer(
        { db, webhookDb, config, engine, logger: createProcessLog(config, 'api') },
        { host: config.host, port: config.port },
        async () => {
          await Promise.all([db.close(), webhookDb.close(), connection.close()]);
        },
      );
      output.result({ api }, `The API listens at ${api}.`);
    }),
  );
}
