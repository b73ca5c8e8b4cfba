import type { Config } from '../../config.ts';
import { openDatabase } from '../../db/database.ts';
import { countPracticesMailing, countPracticesOnCarriers } from '../../db/system-state.ts';
import { openTemporalClient } from '../../worker/temporal-connection.ts';
import { checkCarriers } from './check-carriers.ts';
import { checkDatabase } from './check-database.ts';
import { checkEngine } from './check-engine.ts';
import { checkLinks } from './check-links.ts';
import { checkMailCarrier } from './check-mail-carrier.ts';
import { checkNumberWebhooks } from './check-number-webhooks.ts';
import { checkSenders } from './check-senders.ts';
import type { Check } from './check.ts';

/** Looks at the database, the engine, the links and the carriers, one as far as the others allow. */
export async function examine(config: Config, environment: NodeJS.ProcessEnv): Promise<Check[]> {
  const db = openDatabase({ url: config.databaseUrl, poolSize: 1, applicationName: 'kept doctor' });
  const { client, connection } = openTemporalClient(environment);
  try {
    const [database, engine] = await Promise.all([
      checkDatabase(db),
      checkEngine(connection, config.temporalAddress, client.options.namespace),
    ]);
    const databaseIsWell = database.every((one) => one.ok);
    const onCarriers = databaseIsWell ? await db.acrossPractices(countPracticesOnCarriers) : 0;
    const mailing = databaseIsWell ? await db.acrossPractices(countPracticesMailing) : 0;
    return [
      ...database,
      ...engine,
      ...(await checkLinks(config)),
      ...(await checkCarriers(config, onCarriers)),
      ...(await checkMailCarrier(config, mailing)),
      ...(databaseIsWell ? await checkNumberWebhooks(config, db) : []),
      ...(databaseIsWell ? await checkSenders(db) : []),
    ];
  } finally {
    await Promise.all([db.close(), connection.close()]);
  }
}
