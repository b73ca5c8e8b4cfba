import type { FastifyBaseLogger } from 'fastify';
import type { Config } from '../config.ts';
import type { Database } from '../db/database.ts';
import type { Engine } from './engine.ts';

/** All that the API works with; tests give real ones too, but for the engine where it is not what they ask about. */
export interface ApiDependencies {
  readonly db: Database;
  /** For what carriers call, which looks up a few rows by their keys: its statements are planned once. Left out, it is `db`. */
  readonly webhookDb?: Database;
  readonly config: Pick<
    Config,
    'publicUrl' | 'secret' | 'previousSecret' | 'temporalUiUrl' | 'temporalNamespace' | 'carriers'
  >;
  readonly engine: Engine;
  readonly logger: FastifyBaseLogger;
}
