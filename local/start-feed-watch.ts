import { openDatabase } from '../db/database.ts';
import { openTemporalClient } from '../worker/temporal-connection.ts';
import { watchFeeds, type FeedWatch } from './watch-feeds.ts';

/** Takes what is dropped into the feeds' folders for as long as the system runs. */
export function startFeedWatch(
  databaseUrl: string,
  environment: NodeJS.ProcessEnv,
  say: (line: string) => void,
): FeedWatch {
  const db = openDatabase({ url: databaseUrl, poolSize: 1, applicationName: 'kept start, feeds' });
  const { client, connection } = openTemporalClient(environment);
  const onTrouble = (code: string): void => say(`the feeds' folders cannot be watched for now (${code})`);
  const watch = watchFeeds({ db, client, onTrouble });
  return {
    async stop() {
      await watch.stop();
      await connection.close();
      await db.close();
    },
  };
}
