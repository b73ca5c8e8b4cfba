import type { Credentials } from './credentials.ts';
import { localDatabaseUrl } from './postgres-cluster.ts';
import type { Addresses, Ports } from './run-file.ts';

/** The database of a local run. */
export const databaseName = 'kept';

export interface LocalPlan {
  readonly ports: Ports;
  readonly credentials: Credentials;
  /** host:port of a server that was given, or null for a dev server of this run's own. */
  readonly givenTemporalAddress: string | null;
  /** What carriers see, where that is not the API's own address: a tunnel, for trying real ones. */
  readonly givenPublicUrl: string | null;
  readonly workflowBundle: string;
}

/** What a person or a script reaches a local run by. */
export function localAddresses({ ports, credentials, givenTemporalAddress }: LocalPlan): Addresses {
  const api = httpAddress(ports.api);
  return {
    console: `${api}/`,
    api: `${api}/api/v1`,
    openapi: `${api}/api/openapi.json`,
    temporalUi: givenTemporalAddress === null ? httpAddress(ports.temporalUi) : null,
    temporalAddress: givenTemporalAddress ?? `127.0.0.1:${String(ports.temporal)}`,
    databaseUrl: localDatabaseUrl(ports.postgres, credentials.postgresPassword, databaseName),
    simulator: httpAddress(ports.simulator),
    token: credentials.apiToken,
  };
}

/** What the parts of a local run are told, by the names of `config.ts`; it stands in `run.json` for the other commands. */
export function localEnvironment(plan: LocalPlan): Record<string, string> {
  const addresses = localAddresses(plan);
  return {
    DATABASE_URL: addresses.databaseUrl,
    KEPT_HOST: '127.0.0.1',
    KEPT_PORT: String(plan.ports.api),
    KEPT_PUBLIC_URL: plan.givenPublicUrl ?? httpAddress(plan.ports.api),
    KEPT_SECRET: plan.credentials.secret,
    KEPT_WORKFLOW_BUNDLE: plan.workflowBundle,
    KEPT_SIMULATOR_URL: addresses.simulator,
    KEPT_SIMULATOR_ACCOUNT_SID: plan.credentials.simulatorAccountSid,
    KEPT_SIMULATOR_AUTH_TOKEN: plan.credentials.simulatorAuthToken,
    KEPT_SIMULATOR_SENDGRID_API_KEY: plan.credentials.simulatorSendgridApiKey,
    KEPT_SIMULATOR_SENDGRID_WEBHOOK_KEY: plan.credentials.simulatorSendgridWebhookKey,
    KEPT_SIMULATOR_SENDGRID_SIGNING_KEY: plan.credentials.simulatorSendgridSigningKey,
    KEPT_SIMULATOR_API_TOKEN: plan.credentials.apiToken,
    TEMPORAL_ADDRESS: addresses.temporalAddress,
    ...(addresses.temporalUi === null ? {} : { KEPT_TEMPORAL_UI_URL: addresses.temporalUi }),
  };
}

function httpAddress(port: number): string {
  return `http://127.0.0.1:${String(port)}`;
}
