import type { Credentials } from './credentials.ts';
import { localDatabaseUrl } from './postgres-cluster.ts';
import type { Ports } from './run-file.ts';

/** The database of a local run. */
export const databaseName = 'kept';

export interface LocalEnvironment {
  readonly ports: Ports;
  readonly credentials: Credentials;
  /** host:port of a server that was given, or null for the dev server of this run. */
  readonly givenTemporalAddress: string | null;
  readonly workflowBundle: string;
}

/** What the parts of a local run are told, by the names of `config.ts`; it stands in `run.json` for the other commands. */
export function localEnvironment(local: LocalEnvironment): Record<string, string> {
  const { ports, credentials } = local;
  const api = `http://127.0.0.1:${String(ports.api)}`;
  return {
    DATABASE_URL: localDatabaseUrl(ports.postgres, credentials.postgresPassword, databaseName),
    KEPT_HOST: '127.0.0.1',
    KEPT_PORT: String(ports.api),
    KEPT_PUBLIC_URL: api,
    KEPT_SECRET: credentials.secret,
    KEPT_WORKFLOW_BUNDLE: local.workflowBundle,
    KEPT_SIMULATOR_URL: `http://127.0.0.1:${String(ports.simulator)}`,
    KEPT_SIMULATOR_ACCOUNT_SID: credentials.simulatorAccountSid,
    KEPT_SIMULATOR_AUTH_TOKEN: credentials.simulatorAuthToken,
    TEMPORAL_ADDRESS: local.givenTemporalAddress ?? `127.0.0.1:${String(ports.temporal)}`,
    ...(local.givenTemporalAddress === null
      ? { KEPT_TEMPORAL_UI_URL: `http://127.0.0.1:${String(ports.temporalUi)}` }
      : {}),
  };
}
