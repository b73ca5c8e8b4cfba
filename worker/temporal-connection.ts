import { Client, Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { NativeConnection } from '@temporalio/worker';

/** How the engine is reached: by Temporal's standard variables (address, namespace, API key, TLS), as its own library reads them. */
function connectOptions(environment: NodeJS.ProcessEnv) {
  const given = Object.entries(environment).filter((pair): pair is [string, string] => pair[1] !== undefined);
  const { connectionOptions, namespace } = loadClientConnectConfig({ overrideEnvVars: Object.fromEntries(given) });
  return { connectionOptions, namespace: namespace ?? 'default' };
}

/** A client of the engine; it connects when it is first used. The connection is the caller's to close. */
export function openTemporalClient(environment: NodeJS.ProcessEnv): { client: Client; connection: Connection } {
  const { connectionOptions, namespace } = connectOptions(environment);
  const connection = Connection.lazy(connectionOptions);
  return { client: new Client({ connection, namespace }), connection };
}

/** The connection that workers poll on, and their namespace. */
export async function openWorkerConnection(
  environment: NodeJS.ProcessEnv,
): Promise<{ connection: NativeConnection; namespace: string }> {
  const { connectionOptions, namespace } = connectOptions(environment);
  return { connection: await NativeConnection.connect(connectionOptions), namespace };
}
